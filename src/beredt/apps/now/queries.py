"""What is down in the actor's municipality, and what it means at a moment."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from uuid import UUID

import attrs

from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.packs import StoredPack
from beredt.apps.now import first_actions, forecasting, policies, records
from beredt.apps.now.first_actions import FirstAction
from beredt.apps.now.forecasting import Forecasted
from beredt.apps.now.models import Situation
from beredt.apps.now.records import ReportValue, SituationValue
from beredt.domain.impact import reported
from beredt.domain.impact.reported import KindChoice, ServiceChoice
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.domain.riskpicture.scenario import Outage
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.kit.errors import NotFound
from beredt.kit.language import Language, mark
from beredt.telling import clock_time
from beredt.telling.forecast_words import Seen
from beredt.telling.names import Names, names_of

MOST_FOUND = 40
UNDO_WITHIN = datetime.timedelta(hours=24)


@attrs.frozen(kw_only=True, eq=False)
class Look:
    """Everything that the page says at `moment`; `situation` and `forecasted` are None where nothing stands.

    `may_report` and `sees_assets` are the actor's; `cleared` is what was cleared last and can be put back.
    """

    moment: datetime.datetime
    pack: StoredPack
    vocabulary: Vocabulary
    situation: SituationValue | None
    forecasted: Forecasted | None
    actions: tuple[FirstAction, ...]
    cleared: SituationValue | None
    may_report: bool
    sees_assets: bool

    @property
    def done(self) -> Mapping[str, datetime.datetime]:
        """First actions that are ticked, by key."""
        return self.situation.done if self.situation else {}


@attrs.frozen(kw_only=True)
class Choices:
    """What can be ticked: services, kinds of assets, and the assets that a search found (`count` in all)."""

    services: tuple[ServiceChoice, ...]
    kinds: tuple[KindChoice, ...]
    asset_ids: tuple[str, ...]
    count: int


def look(*, actor: Actor, moment: datetime.datetime) -> Look:
    """What stands now and what it means. Raises `NotFound` for a municipality without data."""
    permissions.check_may(actor, policies.READ)
    pack, vocabulary = municipality.get_pack(actor=actor), municipality.vocabulary()
    rows = Situation.objects.filter(municipality=actor.municipality)
    row = rows.filter(cleared_at=None).first()
    situation = None if row is None else records.situation_value(row)
    forecasted = None if situation is None else forecasting.forecast_of(pack, situation, moment, vocabulary=vocabulary)
    cleared = (
        None if row is not None else rows.filter(cleared_at__gte=moment - UNDO_WITHIN).order_by("-cleared_at").first()
    )
    return Look(
        moment=moment,
        pack=pack,
        vocabulary=vocabulary,
        situation=situation,
        forecasted=forecasted,
        actions=first_actions.actions_for(pack.snapshot, [r.subject for r in situation.down]) if situation else (),
        cleared=None if cleared is None else records.situation_value(cleared),
        may_report=permissions.may(actor, policies.REPORT),
        sees_assets=permissions.may(actor, policies.READ_ASSETS),
    )


def seen_by(look: Look, language: Language) -> Seen | None:
    """The look's forecast as it is told to its reader; None where nothing stands."""
    if look.forecasted is None:
        return None
    return Seen(
        forecast=look.forecasted.forecast,
        start=look.forecasted.start,
        now=clock_time.whole_minute(look.moment),
        names=names_for(look, language),
        area_count=len(look.pack.snapshot.areas.area_id),
        names_assets=look.sees_assets,
        outdoor_c=look.situation.outdoor_c if look.situation else None,
    )


def names_for(look: Look, language: Language) -> Names:
    """What things are called in that municipality."""
    return names_of(snapshot=look.pack.snapshot, vocabulary=look.vocabulary, language=language, hazard_names={})


def find_choices(*, actor: Actor, text: str = "", kind: str = "") -> Choices:
    """What can be ticked; assets only where a text or a kind is asked for, and only for who may see them by name."""
    permissions.check_may(actor, policies.READ)
    pack = municipality.get_pack(actor=actor)
    sees_assets = permissions.may(actor, policies.READ_ASSETS)
    found: tuple[tuple[str, ...], int] = ((), 0)
    if sees_assets and (text.strip() or kind):
        found = reported.find_assets(pack.snapshot, text=text, kind=kind, most=MOST_FOUND)
    order = {service: number for number, service in enumerate(municipality.vocabulary().services)}
    services = sorted(
        reported.service_choices(pack.snapshot),
        key=lambda choice: (order.get(choice.service, len(order)), choice.service),
    )
    return Choices(
        services=tuple(services),
        kinds=reported.kind_choices(pack.snapshot) if sees_assets else (),
        asset_ids=found[0],
        count=found[1],
    )


def get_report(*, actor: Actor, report_id: UUID) -> ReportValue:
    """One report of what stands now; raises `NotFound`."""
    permissions.check_may(actor, policies.REPORT)
    row = Situation.objects.filter(municipality=actor.municipality, cleared_at=None).first()
    found = () if row is None else records.situation_value(row).reports
    report = next((report for report in found if report.report_id == report_id), None)
    if report is None:
        raise NotFound(mark("There is no such report."), code="no_such_report")
    return report


def export_outages(*, actor: Actor, moment: datetime.datetime) -> tuple[Outage, ...]:
    """What stands as outages of single assets, minutes from the first of them: what `assess --disruptions` takes."""
    permissions.check_may(actor, policies.READ_ASSETS)
    pack = municipality.get_pack(actor=actor)
    row = Situation.objects.filter(municipality=actor.municipality, cleared_at=None).first()
    told = None if row is None else forecasting.told_to_engine(pack, records.situation_value(row), moment)
    return () if told is None else told.outages
