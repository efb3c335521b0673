"""What a paper is written from: results, the municipality they are about, and the names of things."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from beredt.domain.impact.result import Assessment, CauseChain, ImpactResult
from beredt.domain.measures.calls import CallList
from beredt.domain.measures.result import RankResult
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.catalogue import Edition, Hazard
from beredt.kit.language import Language
from beredt.telling.data_age import DataAge
from beredt.telling.names import Names


@attrs.frozen(kw_only=True)
class ProfileChains:
    """Why one profile is hit in one hazard: its cause chains, the largest first."""

    hazard: str
    profile_id: str
    chains: tuple[CauseChain, ...]


@attrs.frozen(kw_only=True)
class DecidedMeasure:
    """A measure that was decided on, what was decided, and by which body; in the reader's words."""

    measure: str
    decision: str
    decider: str


@attrs.frozen(kw_only=True, eq=False)
class Findings:
    """Everything that papers lay out.

    `assessment.not_modelled` is told in the reader's language. `hazards` are by id, with those that were not assessed;
    `ranking` and `calls` (what to verify first) are None where they were not asked for; `remarks` say by hazard what
    its scenario leaves out; `decisions` are those that are in force.
    """

    assessment: Assessment
    snapshot: MunicipalitySnapshot
    names: Names
    age: DataAge
    editions: tuple[Edition, ...]
    hazards: Mapping[str, Hazard]
    chains: tuple[ProfileChains, ...] = ()
    ranking: RankResult | None = None
    calls: CallList | None = None
    remarks: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    decisions: tuple[DecidedMeasure, ...] = ()

    @property
    def language(self) -> Language:
        """The reader's language."""
        return self.names.language

    @property
    def results(self) -> tuple[ImpactResult, ...]:
        """The hazards, most people past a critical tolerance first."""
        return tuple(
            sorted(self.assessment.hazards, key=lambda result: (-result.harm.critical_people.mean, result.hazard))
        )

    def chains_of(self, hazard: str) -> tuple[ProfileChains, ...]:
        """The chains that were asked for in one hazard."""
        return tuple(entry for entry in self.chains if entry.hazard == hazard)
