"""Two runs side by side: which hazards came, went or changed, and by how many people and hours."""

from __future__ import annotations

import attrs

from beredt.domain.impact.result import Assessment, ImpactResult
from beredt.kit.language import mark
from beredt.telling import figures, wording
from beredt.telling.figures import NeedLine
from beredt.telling.names import Names

_FEWER = mark("{hazard}: {after} instead of {before}, {difference} fewer.")
_MORE = mark("{hazard}: {after} instead of {before}, {difference} more.")


@attrs.frozen(kw_only=True)
class NeedChange:
    """One need type and severity before and after: people past their tolerance, and when the first of them is [min]."""

    need_type: str
    severity: str
    passing_before: float
    passing_after: float
    first_before: int | None
    first_after: int | None

    @property
    def is_change(self) -> bool:
        """Whether anything of it differs."""
        return (self.passing_before, self.first_before) != (self.passing_after, self.first_after)


@attrs.frozen(kw_only=True, eq=False)
class HazardComparison:
    """One hazard of two runs; `before` or `after` is None where only the other run computed it."""

    hazard: str
    before: ImpactResult | None
    after: ImpactResult | None
    needs: tuple[NeedChange, ...]

    @property
    def people_before(self) -> float | None:
        """People past a critical tolerance on average in the earlier run, None where it does not say."""
        return _critical_people(self.before)

    @property
    def people_after(self) -> float | None:
        """The same in the later run."""
        return _critical_people(self.after)

    @property
    def people_more(self) -> float | None:
        """How many more people pass a critical tolerance on average (negative: fewer), None where not both say."""
        before, after = self.people_before, self.people_after
        return None if before is None or after is None else after - before

    @property
    def hours_more(self) -> float | None:
        """How many more critical person-hours beyond tolerance [h], None where not both say."""
        if self.before is None or self.after is None or self.people_more is None:
            return None
        return self.after.harm.person_hours_critical - self.before.harm.person_hours_critical


def compare_hazards(before: Assessment, after: Assessment) -> tuple[HazardComparison, ...]:
    """The hazards of two runs side by side, the largest change of people first, then those of only one run."""
    old = {result.hazard: result for result in before.hazards}
    new = {result.hazard: result for result in after.hazards}
    pairs = [_compare(hazard, old.get(hazard), new.get(hazard)) for hazard in {**old, **new}]
    return tuple(sorted(pairs, key=lambda pair: (pair.people_more is None, -abs(pair.people_more or 0.0), pair.hazard)))


def change_sentence(pair: HazardComparison, *, names: Names) -> str:
    """What became of one hazard, in a sentence with both figures."""
    language, say = names.language, names.language.say
    hazard = names.hazard(pair.hazard)
    if pair.before is None or pair.after is None:
        said = (
            mark("{hazard}: only in the later run.")
            if pair.before is None
            else mark("{hazard}: only in the earlier run.")
        )
        return say(said, hazard=hazard)
    if pair.people_more is None:
        return say(mark("{hazard}: who gets into danger is not assessed in both."), hazard=hazard)
    values = {
        "hazard": hazard,
        "before": wording.people(pair.people_before or 0.0, language),
        "after": wording.people(pair.people_after or 0.0, language),
    }
    if pair.people_more == 0:
        return say(mark("{hazard}: {after} citizens past a critical tolerance in both."), **values)
    values["difference"] = wording.people(abs(pair.people_more), language)
    is_close = values["before"] == values["after"]
    if pair.people_more < 0:
        said = mark("{hazard}: {difference} fewer than {before}.") if is_close else _FEWER
    else:
        said = mark("{hazard}: {difference} more than {before}.") if is_close else _MORE
    return say(said, **values)


def _compare(hazard: str, before: ImpactResult | None, after: ImpactResult | None) -> HazardComparison:
    old = _lines(before)
    new = _lines(after)
    needs = []
    for severity, need_type in {**new, **old}:
        one, other = old.get((severity, need_type)), new.get((severity, need_type))
        needs.append(
            NeedChange(
                need_type=need_type,
                severity=severity,
                passing_before=one.passing if one else 0.0,
                passing_after=other.passing if other else 0.0,
                first_before=one.first_minute if one else None,
                first_after=other.first_minute if other else None,
            )
        )
    return HazardComparison(hazard=hazard, before=before, after=after, needs=tuple(needs))


def _critical_people(result: ImpactResult | None) -> float | None:
    spread = None if result is None else figures.headline(result).critical_people
    return None if spread is None else spread.mean


def _lines(result: ImpactResult | None) -> dict[tuple[str, str], NeedLine]:
    if result is None:
        return {}
    return {(line.severity, line.need_type): line for line in figures.need_lines(result)}
