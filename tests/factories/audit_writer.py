"""A process that adds entries to the access log, saying after each commit how many it added: `audit_writer CODE COUNT`.

With a third word it kills itself, as `kill -9` would, when it comes to write that anchor (1 follows the first entry).
"""

import os
import signal
import sys

import django


def main(code, count, dies_at=0):
    django.setup()

    from django.db import transaction

    from beredt.ground.access.actor import Actor
    from beredt.ground.audit import anchors, operations

    actor = Actor(user_id=7, municipality=code, roles=frozenset({"coordinator"}))
    write, seen = anchors.write, 0

    def write_or_die(folder, municipality, head):
        nonlocal seen
        seen += head.count > 0
        if dies_at and seen == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return write(folder, municipality, head)

    anchors.write = write_or_die
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(1, count + 1):
        with transaction.atomic():
            operations.record(actor=actor, event="test.added", subject=f"entry:{number}", details={"by": os.getpid()})
        print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
