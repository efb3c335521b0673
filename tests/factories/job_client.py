"""A process that asks for jobs and looks at them, one JSON line in, one out; tests wait for Django only once."""

import json
import sys
from uuid import UUID

import django


def main():
    django.setup()

    from beredt.ground.access.actor import Actor
    from beredt.ground.audit.models import EntryRow
    from beredt.ground.jobs import operations, queries
    from factories import job_kinds

    job_kinds.declare_all()
    actor = Actor(user_id=7, municipality="825", roles=frozenset({"coordinator"}))

    def answer(do, job=None, kind="test.count", key="", arguments=None):
        if do == "enqueue":
            return str(operations.enqueue(actor=actor, kind=kind, arguments=arguments or {}, idempotency_key=key))
        if do in {"cancel", "retry"}:
            getattr(operations, do)(actor=actor, job_id=UUID(job))
            return None
        if do == "made":
            return EntryRow.objects.filter(event=job_kinds.MADE).count()
        if do == "events":
            return list(EntryRow.objects.order_by("sequence").values_list("event", flat=True))
        found = queries.get_job(actor=actor, job_id=UUID(job))
        return {"state": found.state, "share": found.share, "step": found.step, "attempts": found.attempts}

    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(**json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
