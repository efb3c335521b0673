"""Measures and candidates with readable defaults."""

from beredt.domain.measures.measure import Backup, Candidate, Cost, Measure, Range, Target, TargetSelector


def exactly(value):
    return Range(low=value, likely=value, high=value)


def measure(
    measure_id="battery",
    effects=None,
    *,
    p_works=1.0,
    what="assets",
    need_types=(),
    payer="municipality",
    alternatives="",
):
    return Measure(
        measure_id=measure_id,
        name_da=measure_id,
        name_en=measure_id,
        what_da="",
        what_en="",
        effect_kind="computed",
        effects=(Backup(supply_services=("power",), hours=24.0),) if effects is None else effects,
        targets=TargetSelector(what=what, need_types=need_types),
        cost=Cost(capital_kr=exactly(0.0), yearly_kr=exactly(0.0)),
        p_works=exactly(p_works),
        payer=payer,
        alternatives=alternatives,
    )


def candidate(made_of, *targets, capital_kr=100_000.0, what=None):
    what = what or made_of.targets.what
    return Candidate(
        candidate_id=f"{made_of.measure_id}@{'+'.join(targets)}",
        measure=made_of,
        targets=tuple(Target(what=what, target_id=target) for target in targets),
        capital_kr=exactly(capital_kr),
        yearly_kr=exactly(0.0),
    )
