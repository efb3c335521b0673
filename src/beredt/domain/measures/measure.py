"""Measures as values: what they change in the model, where, at what price, and how surely they work.

A measure of kind `computed` changes the model and is ranked by what the engine then finds. One of kind `asserted`
(training, agreements that the model cannot see) stands on a list of its own, unranked.
"""

from __future__ import annotations

import attrs

from beredt.domain.riskpicture.scenario import Selector


@attrs.frozen(kw_only=True)
class Range:
    """A value with its range; `low` ≤ `likely` ≤ `high`."""

    low: float
    likely: float
    high: float


@attrs.frozen(kw_only=True)
class Backup:
    """Another way to have `supply_services` when the suppliers fail, at each target's groups or needs that hang on it.

    `hours` [h] is how long it lasts from the failure on, None for as long as it takes. `kind` (battery, fuel, stock,
    routine) decides how it refills. `needs_services` is what the backup itself leans on: suppliers of that service
    that the target already has, or else the area's. It is in place `after_hours` [h] after the start of the scenario.
    A `shared` backup comes from what neighbours share (a rental company): in a hazard wider than the municipality it
    is not to be had.
    """

    supply_services: tuple[str, ...]
    hours: float | None = None
    kind: str = "battery"
    needs_services: tuple[str, ...] = ()
    after_hours: float = 0.0
    shared: bool = False


@attrs.frozen(kw_only=True)
class LongerBuffer:
    """The buffer (or tolerance) towards `supply_services` lasts at least `hours` [h] at each target."""

    supply_services: tuple[str, ...]
    hours: float


@attrs.frozen(kw_only=True)
class ShorterRestart:
    """Targets come back within `hours` [h] after their supply or repair is complete."""

    hours: float


@attrs.frozen(kw_only=True)
class LowerThreshold:
    """Targets manage with `share` (0…1] of the suppliers they now need of `supply_services`, rounded up, at least 1."""

    supply_services: tuple[str, ...]
    share: float


@attrs.frozen(kw_only=True)
class MilderDisruption:
    """Disruptions pulled by `levers` hit the targets with `probability_factor`, `duration_factor`, `share_factor`.

    `share_factor` scales how many slices of a team are absent.
    """

    levers: tuple[str, ...]
    probability_factor: float = 1.0
    duration_factor: float = 1.0
    share_factor: float = 1.0


@attrs.frozen(kw_only=True)
class OpenSite:
    """The target sites open after `open_hours` [h]; people with `need_types` move there while there are beds.

    A site meets power-driven needs while it has power (its own generator and fuel, or the grid), heat and water where
    it has its own or the supply reaches it. The measure itself may bring a generator that lasts `power_hours` [h]
    where the site's own lasts less, and what gives `brings_services` (heat, water) while there is power.
    """

    open_hours: float
    need_types: tuple[str, ...]
    power_hours: float = 0.0
    brings_services: tuple[str, ...] = ()


Effect = Backup | LongerBuffer | ShorterRestart | LowerThreshold | MilderDisruption | OpenSite


@attrs.frozen(kw_only=True)
class TargetSelector:
    """Where a measure can be put: assets, needs or sites.

    `what` is `assets` (chosen by `assets`, or where that meets nothing by the first of `otherwise` that does), `needs`
    (one target per profile with a need that an effect reaches) or `sites`. Only needs of `need_types` count; none
    given means every type. `feeds` keeps assets that give one of these services or that such an asset hangs on;
    `except_kinds` are left out (a whole supply entered as one asset has another price than one of its parts).

    `residents`: the needs of people who lean on the asset directly (who live in the home) belong to it. `part_kinds`:
    suppliers of these kinds (a waterworks' pumps) belong to it. What belongs to a target costs nothing of its own.
    """

    what: str
    assets: Selector = attrs.field(factory=Selector)
    otherwise: tuple[Selector, ...] = ()
    feeds: tuple[str, ...] = ()
    except_kinds: tuple[str, ...] = ()
    residents: bool = False
    part_kinds: tuple[str, ...] = ()
    need_types: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Cost:
    """Capital [kr] once and yearly [kr], per target; each a range with its basis and source.

    `why_da` and `why_en` say what the price covers and what it is guessed from.
    """

    capital_kr: Range
    yearly_kr: Range
    per: str = "target"
    basis: str = "assumed"
    source: str = ""
    why_da: str = ""
    why_en: str = ""


@attrs.frozen(kw_only=True, cache_hash=True)
class Measure:
    """One entry of the measure catalogue.

    `expansion` is `each` (a candidate per target), `all` (one candidate for all targets, unit cost × targets) or
    `one_of` (at most `quantity` placed, before the draws: the places that serve most people). `cost.per` is `target`,
    `person` (× people of the targets, or people whom they serve where that is more) or `municipality` (once).
    `p_works` (0…1) is drawn per target and draw.
    `payer` and `decided_by`: municipality, utility, region, housing_association, private_provider; `responsible` is a
    role. `why_da` and `why_en`: for `computed` why `p_works` is as it is, for `asserted` why the model cannot see it.
    `source` names where the measure was seen or asked for; it is not the source of its price. Measures with the same
    word in `alternatives` do the same job in different ways: at one place at most one of them is put.
    """

    measure_id: str
    name_da: str
    name_en: str
    what_da: str
    what_en: str
    effect_kind: str
    effects: tuple[Effect, ...] = ()
    targets: TargetSelector
    expansion: str = "each"
    quantity: int = 1
    cost: Cost
    p_works: Range = attrs.field(factory=lambda: Range(low=1.0, likely=1.0, high=1.0))
    lead_time_days: int = 0
    responsible: str = ""
    decided_by: str = "municipality"
    payer: str = "municipality"
    source: str = ""
    source_url: str = ""
    why_da: str = ""
    why_en: str = ""
    alternatives: str = ""

    def name_in(self, language_code: str) -> str:
        """The Danish name for `da`, else the English one."""
        return self.name_da if language_code == "da" else self.name_en


@attrs.frozen(kw_only=True)
class Target:
    """One place of a candidate: an asset, a profile (its needs of the chosen types) or a site.

    Targets with the same `place` share one thing (a home's generator serves the home and each of its residents'
    profiles; a plan covers the municipality): it works for all of them or for none. Empty: the target by itself.
    """

    what: str
    target_id: str
    place: str = ""


@attrs.frozen(kw_only=True, cache_hash=True)
class Candidate:
    """A measure put in place: `candidate_id` is `measure@target` (or `measure@all`).

    Costs [kr] are for the whole candidate; `cost_basis` is `verified` where the pack gives a verified local price.
    `people` [persons] are those who have a need that hangs on the targets, however indirectly (a site: its beds).
    """

    candidate_id: str
    measure: Measure
    targets: tuple[Target, ...]
    capital_kr: Range
    yearly_kr: Range
    cost_basis: str = "assumed"
    people: int = 0

    @property
    def cost_kr(self) -> Range:
        """Capital plus four years' running cost [kr]."""
        return Range(
            low=self.capital_kr.low + YEARS * self.yearly_kr.low,
            likely=self.capital_kr.likely + YEARS * self.yearly_kr.likely,
            high=self.capital_kr.high + YEARS * self.yearly_kr.high,
        )

    @property
    def budget_kr(self) -> float:
        """What the municipality pays [kr]: the whole cost where it is the payer, else nothing."""
        return self.cost_kr.likely if self.measure.payer == "municipality" else 0.0


YEARS = 4
"""Years of running cost that a budget binds (model.md section 4)."""
