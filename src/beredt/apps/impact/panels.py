"""What this room shows on the risk picture's pages: when a hazard was last computed, and where to compute it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from beredt.apps.impact import addresses, policies, queries
from beredt.apps.riskpicture.doors import LastRun
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor


def last_runs(*, actor: Actor, hazard_ids: Collection[str]) -> Mapping[str, LastRun]:
    """The newest run by hazard id, without those that were never run."""
    if not permissions.may(actor, policies.READ):
        return {}
    return {
        hazard: LastRun(
            url=addresses.hazard_url(actor, facts.run_id, hazard),
            made_at=facts.made_at,
            critical_people=found.critical_mean,
            is_stale=facts.is_stale,
        )
        for hazard, (facts, found) in queries.hazard_runs(actor=actor, hazard_ids=hazard_ids).items()
    }


def new_run_url(*, actor: Actor, hazard_id: str) -> str:
    """Where one hazard can be computed; empty for an actor who may not."""
    if not permissions.may(actor, policies.RUN):
        return ""
    return f"{addresses.start_url(actor)}?{urlencode({'hazard': hazard_id})}"
