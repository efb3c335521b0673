"""Editions, hazards and what they become in the actor's municipality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from beredt.apps.municipality import queries as municipality
from beredt.apps.riskpicture import doors, policies
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture import edition_diff, templates
from beredt.domain.riskpicture.catalogue import Edition, Hazard
from beredt.domain.riskpicture.edition_diff import EditionDiff
from beredt.domain.riskpicture.scenario import Scenario
from beredt.domain.riskpicture.templates import NotExpressible
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.telling.hazards import LocalHazards, localise_all

HORIZON_HOURS = 72
"""The horizon [h] that a hazard is shown with where nobody asks for another."""


@attrs.frozen(kw_only=True)
class EditionRow:
    """An edition beside the number of its hazards that can be computed in the actor's municipality."""

    edition: Edition
    is_default: bool
    computed_here: int


@attrs.frozen(kw_only=True)
class LocalEdition:
    """An edition with what each hazard becomes here (by hazard id), and the newest run of those that were run."""

    edition: Edition
    states: Mapping[str, Scenario | NotExpressible]
    runs: Mapping[str, doors.LastRun]


@attrs.frozen(kw_only=True)
class LocalHazard:
    """One hazard here: its scenario or why there is none, the snapshot it is about, and where it was or can be run."""

    edition: Edition
    hazard: Hazard
    state: Scenario | NotExpressible
    snapshot: MunicipalitySnapshot = attrs.field(eq=False, repr=False)
    last_run: doors.LastRun | None
    new_run_url: str


@attrs.frozen(kw_only=True)
class LocalDiff:
    """What one edition changes against another, and by hazard id of both what each becomes here."""

    diff: EditionDiff
    states: Mapping[str, Scenario | NotExpressible]


def list_editions(*, actor: Actor) -> tuple[EditionRow, ...]:
    """The editions at hand, newest first."""
    permissions.check_may(actor, policies.READ)
    registry = doors.CATALOGUES.value.load_catalogues()
    snapshot = _snapshot(actor)
    rows = [
        EditionRow(
            edition=edition,
            is_default=edition.edition_id == registry.selected.edition_id,
            computed_here=len(_scenarios(edition.hazards, snapshot)),
        )
        for edition in registry.editions
    ]
    return tuple(sorted(rows, key=lambda row: (row.edition.date, row.edition.edition_id), reverse=True))


def get_edition(*, actor: Actor, edition_id: str) -> LocalEdition:
    """One edition with what its hazards become here; raises `NotFound`."""
    permissions.check_may(actor, policies.READ)
    edition = doors.CATALOGUES.value.load_catalogues().edition(edition_id)
    states = _states(edition.hazards, _snapshot(actor), HORIZON_HOURS)
    runs = doors.RUNS.value.last_runs(actor=actor, hazard_ids=tuple(states))
    return LocalEdition(edition=edition, states=states, runs=runs)


def get_hazard(*, actor: Actor, hazard_id: str) -> LocalHazard:
    """One hazard by its full id; raises `NotFound`."""
    permissions.check_may(actor, policies.READ)
    registry = doors.CATALOGUES.value.load_catalogues()
    hazard = registry.hazard(hazard_id)
    snapshot = _snapshot(actor)
    state = templates.localise(hazard=hazard, snapshot=snapshot, horizon_hours=HORIZON_HOURS)
    runs = doors.RUNS.value
    return LocalHazard(
        edition=registry.edition(hazard.edition_id),
        hazard=hazard,
        state=state,
        snapshot=snapshot,
        last_run=runs.last_runs(actor=actor, hazard_ids=(hazard_id,)).get(hazard_id),
        new_run_url=runs.new_run_url(actor=actor, hazard_id=hazard_id) if isinstance(state, Scenario) else "",
    )


def compare_editions(*, actor: Actor, old_id: str = "", new_id: str = "") -> LocalDiff:
    """What the newer of two editions changes; without ids the two newest. Raises `NotFound`."""
    permissions.check_may(actor, policies.READ)
    registry = doors.CATALOGUES.value.load_catalogues()
    by_date = sorted(registry.editions, key=lambda edition: (edition.date, edition.edition_id))
    old = registry.edition(old_id) if old_id else by_date[-min(2, len(by_date))]
    new = registry.edition(new_id) if new_id else by_date[-1]
    diff = edition_diff.compare_editions(old=old, new=new)
    states = _states((*diff.old.hazards, *diff.new.hazards), _snapshot(actor), HORIZON_HOURS)
    return LocalDiff(diff=diff, states=states)


def local_hazards(
    *, actor: Actor, catalogue_id: str = "", horizon_hours: int = HORIZON_HOURS, hazard_ids: Sequence[str] = ()
) -> LocalHazards:
    """The hazards of an edition (the default one where no id is given) as scenarios here, or why not.

    With `hazard_ids` only those. Raises `NotFound` for an unknown edition or hazard.
    """
    permissions.check_may(actor, policies.READ)
    return localise_all(
        find_hazards(catalogue_id=catalogue_id, hazard_ids=hazard_ids),
        snapshot=_snapshot(actor),
        horizon_hours=horizon_hours,
    )


def find_hazards(*, catalogue_id: str = "", hazard_ids: Sequence[str] = ()) -> tuple[Hazard, ...]:
    """Hazards of an edition in its order, or those with the given ids; raises `NotFound`. The same everywhere."""
    registry = doors.CATALOGUES.value.load_catalogues()
    edition = registry.edition(catalogue_id) if catalogue_id else registry.selected
    if not hazard_ids:
        return edition.hazards
    wanted = [registry.hazard(hazard_id) for hazard_id in dict.fromkeys(hazard_ids)]
    return tuple(wanted)


def default_catalogue_id() -> str:
    """Id of the edition that is used unless another is named."""
    return doors.CATALOGUES.value.load_catalogues().selected.edition_id


def editions() -> tuple[Edition, ...]:
    """All editions at hand, by id; content, of no municipality."""
    return doors.CATALOGUES.value.load_catalogues().editions


def _snapshot(actor: Actor) -> MunicipalitySnapshot:
    return municipality.get_pack(actor=actor).snapshot


def _states(
    hazards: Sequence[Hazard], snapshot: MunicipalitySnapshot, horizon_hours: int
) -> dict[str, Scenario | NotExpressible]:
    return {
        hazard.hazard_id: templates.localise(hazard=hazard, snapshot=snapshot, horizon_hours=horizon_hours)
        for hazard in hazards
    }


def _scenarios(hazards: Sequence[Hazard], snapshot: MunicipalitySnapshot) -> list[str]:
    states = _states(hazards, snapshot, HORIZON_HOURS)
    return [hazard_id for hazard_id, state in states.items() if isinstance(state, Scenario)]
