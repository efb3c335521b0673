"""A process that ticks something down at an agreed moment: `demo`, `tick BEGIN KEY`, `show`."""

from __future__ import annotations

import sys
import time

import django

django.setup()

from beredt.apps.municipality import demo  # noqa: E402
from beredt.apps.now import operations, queries  # noqa: E402
from beredt.domain.impact import reported  # noqa: E402
from beredt.ground.access.actor import COMMAND_LINE  # noqa: E402
from factories.now import CODE, NOW, build_actor  # noqa: E402


def main(verb: str, *words: str) -> None:
    """Does one verb."""
    if verb == "demo":
        demo.build_demo(actor=COMMAND_LINE(CODE))
    elif verb == "tick":
        time.sleep(max(0.0, float(words[0]) - time.time()))
        subject = reported.subject_of(words[1])
        assert subject is not None
        operations.report_down(actor=build_actor("crisis_staff"), subjects=[subject], since_at=None, moment=NOW)
    else:
        found = queries.look(actor=build_actor("coordinator"), moment=NOW).situation
        assert found is not None
        print(*(report.subject.key for report in found.reports))


if __name__ == "__main__":
    main(*sys.argv[1:])
