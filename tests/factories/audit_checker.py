"""A process that checks one log and prints `count anchored kind:sequence...`: `audit_checker CODE`."""

import sys

import django


def main(code):
    django.setup()

    from beredt.ground.audit import queries

    report = queries.verify(code)
    print(report.count, report.anchored, *(f"{found.kind}:{found.sequence}" for found in report.breaks))


if __name__ == "__main__":
    main(sys.argv[1])
