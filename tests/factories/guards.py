"""The database guards the access log; emptying it after a test that commits needs the guard down."""

from contextlib import contextmanager

from django.db import connection
from django.test import TransactionTestCase

from beredt.ground.audit import triggers


@contextmanager
def down_while_emptying():
    """Inside it, what Django does to empty the database after a test goes through, and the guard is back afterwards."""
    empty = TransactionTestCase._fixture_teardown

    def empty_without_guard(case):
        triggers.remove(connection)
        try:
            empty(case)
        finally:
            triggers.install(connection)

    TransactionTestCase._fixture_teardown = empty_without_guard
    try:
        yield
    finally:
        TransactionTestCase._fixture_teardown = empty
