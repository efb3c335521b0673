"""A hazard of a catalogue made local: the scenario for one municipality, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.catalogue import Advice, Hazard, Lever, Template, Wording
from beredt.domain.riskpicture.levers import LEVERS, select_for
from beredt.domain.riskpicture.scenario import Disruption, Scenario, Selector
from beredt.domain.riskpicture.selection import select_assets
from beredt.kit.language import Language, mark

SHARED_KINDS = ("fuel_supplier", "ferry", "rental_generator")
"""Resources that neighbours share: not to be had in a hazard wider than the municipality, unless reserved."""
SHARED_CAUSE = "shared-resources"

_NO_SERVICE = mark("cannot be localised: the pack has no asset with the service {wanted}")
_NO_KIND = mark("cannot be localised: the pack has no asset of the kind {wanted}")
_NO_SHELTER = mark("cannot be localised: the pack has no home with staff in an area with the condition {wanted}")


@attrs.frozen(kw_only=True)
class NotExpressible:
    """Why a hazard gives no scenario here, and what a source advises instead.

    `code` is `not_expressible` (the model cannot, said by the catalogue in `said`) or `not_localisable` (this
    municipality's pack lacks what it needs: `sentence` with the words `wanted`).
    """

    hazard_id: str
    code: str
    said: Wording | None = None
    sentence: str = ""
    wanted: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()

    def told_in(self, language: Language, name_of: Callable[[str], str] = str) -> str:
        """The reason in the reader's language; `name_of` turns a service or kind into its name."""
        if self.said is not None:
            return self.said.in_language(language.code)
        names = [language.say(mark("“{name}”"), name=name_of(word)) for word in self.wanted]
        return language.say(self.sentence, wanted=_either(names, language))


def localise(
    *, hazard: Hazard, snapshot: MunicipalitySnapshot, horizon_hours: int, area_ids: tuple[str, ...] = ()
) -> Scenario | NotExpressible:
    """The scenario of `hazard` in this municipality over `horizon_hours` [h], or why there is none.

    Levers that are optional and meet nothing are left out and named in `Scenario.left_out`. With `area_ids` only those
    areas are hit.
    """
    template = hazard.template
    if template is None:
        return NotExpressible(
            hazard_id=hazard.hazard_id, code="not_expressible", said=hazard.not_expressible, advice=hazard.advice
        )
    met = {lever.cause: select_for(lever=lever, snapshot=snapshot, area_ids=area_ids) for lever in template.levers}
    for lever in template.levers:
        if met[lever.cause] is None and not lever.optional:
            return _not_localisable(hazard, lever)
    if all(selector is None for selector in met.values()):
        return _not_localisable(hazard, template.levers[0])
    return _scenario(hazard, template, met, snapshot, horizon_hours)


def _scenario(
    hazard: Hazard,
    template: Template,
    met: Mapping[str, Selector | None],
    snapshot: MunicipalitySnapshot,
    horizon_hours: int,
) -> Scenario:
    disruptions = [
        _disruption(lever, selector) for lever in template.levers if (selector := met[lever.cause]) is not None
    ]
    if template.wider_than_municipality:
        disruptions += _shared_resources(snapshot, horizon_hours)
    return Scenario(
        hazard=hazard.hazard_id,
        disruptions=tuple(disruptions),
        horizon_hours=horizon_hours,
        season=template.season,
        temperature_c=template.temperature_c,
        wider_than_municipality=template.wider_than_municipality,
        family=hazard.family,
        left_out=tuple(lever.cause for lever in template.levers if met[lever.cause] is None),
    )


def _disruption(lever: Lever, selector: Selector) -> Disruption:
    return Disruption(
        cause=lever.cause,
        selector=selector,
        probability=lever.probability,
        onset_hours=lever.onset_hours,
        duration_p50_hours=lever.duration_p50_hours,
        duration_p90_hours=lever.duration_p90_hours,
        correlation=lever.correlation,
        scope=lever.scope,
        lever=lever.lever,
    )


def _shared_resources(snapshot: MunicipalitySnapshot, horizon_hours: int) -> list[Disruption]:
    selector = Selector(kinds=SHARED_KINDS)
    if not len(select_assets(snapshot, selector)):
        return []
    return [
        Disruption(
            cause=SHARED_CAUSE,
            selector=selector,
            duration_p50_hours=float(horizon_hours),
            duration_p90_hours=float(horizon_hours),
            correlation=1.0,
            lever="shared_resources",
        )
    ]


def _not_localisable(hazard: Hazard, lever: Lever) -> NotExpressible:
    sentence, wanted = _missing(lever)
    return NotExpressible(
        hazard_id=hazard.hazard_id, code="not_localisable", sentence=sentence, wanted=wanted, advice=hazard.advice
    )


def _missing(lever: Lever) -> tuple[str, tuple[str, ...]]:
    """What a lever would have needed: the sentence and its words."""
    if lever.lever == "evacuation":
        return _NO_SHELTER, (lever.condition,)
    asked = LEVERS[lever.lever].asks_for(lever)
    return (_NO_KIND if asked.kinds else _NO_SERVICE), asked.kinds or asked.services


def _either(names: list[str], language: Language) -> str:
    if len(names) < 2:
        return "".join(names)
    return language.say(mark("{items} or {last}"), items=", ".join(names[:-1]), last=names[-1])
