"""`beredt audit verify`: 0 where every log is whole, 2 and the entry where one is not."""

import pytest
from django.db import connection

from beredt.ground.access.actor import Actor
from beredt.ground.audit import operations, triggers
from beredt.shell.cli.main import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_logs(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.BEREDT_DATA = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        for code, count in (("825", 3), ("400", 1), ("", 1)):
            actor = Actor(user_id=1, municipality=code, roles=frozenset())
            for number in range(count):
                operations.record(actor=actor, event="a.b", subject=f"c:{number}")


@pytest.fixture
def tampered():
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET subject = 'c:x' WHERE municipality = '825' AND sequence = 2")
    triggers.install(connection)


def said(capsys, *words):
    code = main(["audit", "verify", "--lang", "en", *words])
    return code, capsys.readouterr()


def test_every_log_is_checked_and_told(capsys):
    code, told = said(capsys)
    assert code == 0
    assert [line.split(":")[0] for line in told.out.splitlines()] == ["installation", "400", "825"]
    assert "3 entries, all as they were written; the anchor outside the database knows 3" in told.out


def test_the_entry_that_broke_is_named(capsys, tampered):
    code, told = said(capsys)
    assert code == 2
    assert "825: NOT WHOLE, 3 entries." in told.out
    assert "  Entry 2 is not as it was written." in told.out
    assert "400: 1 entry, all as they were written" in told.out


def test_one_log_can_be_checked_alone(capsys, tampered):
    assert said(capsys, "--municipality", "400")[0] == 0
    assert said(capsys, "--municipality", "installation")[0] == 0
    assert said(capsys, "--municipality", "825")[0] == 2


def test_a_log_that_is_not_there_is_said(capsys):
    code, told = said(capsys, "--municipality", "999")
    assert code == 2
    assert "no access log of 999" in told.err


def test_danish_is_said_in_danish(capsys, tampered):
    assert main(["audit", "verify", "--lang", "da"]) == 2
    told = capsys.readouterr().out
    assert "Post 2" in told
    assert "entr" not in told


def test_a_folder_without_a_database_is_said(capsys, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    code, told = said(capsys)
    assert code == 2
    assert "BEREDT_DATA" in told.err
