"""Chains stay whole under two writers at once and under `kill -9`; tampering with a real installation shows."""

import re
import shutil
import signal
import sqlite3

import pytest

EACH = 200


def start_writer(installation, *words):
    writer = installation.start("factories.audit_writer", *words)
    assert writer.stdout.readline() == "ready\n", writer.stderr.read()
    return writer


def go(writer):
    writer.stdin.write("\n")
    writer.stdin.flush()


def check(installation, code="825"):
    """(entries, how many an anchor covers, findings)"""
    count, anchored, *breaks = installation.run("factories.audit_checker", code).split()
    return int(count), int(anchored), breaks


@pytest.mark.slow
def test_two_processes_at_once_keep_one_chain_whole(installation):
    writers = [start_writer(installation, "825", EACH) for _ in range(2)]
    for writer in writers:
        go(writer)
    counts = [len(writer.communicate(timeout=120)[0].split()) for writer in writers]
    assert counts == [EACH, EACH]
    assert check(installation) == (2 * EACH, 2 * EACH, [])


@pytest.mark.slow
@pytest.mark.parametrize("dies_at", [1, 4])
def test_killed_between_commit_and_anchor_is_no_false_alarm_and_the_next_entry_anchors_both(installation, dies_at):
    writer = start_writer(installation, "825", 10, dies_at)
    go(writer)
    told = writer.communicate(timeout=120)[0].split()
    assert writer.returncode == -signal.SIGKILL
    assert len(told) == dies_at - 1
    assert check(installation) == (dies_at, dies_at - 1, [])
    writer = start_writer(installation, "825", 1)
    go(writer)
    writer.communicate(timeout=120)
    assert check(installation) == (dies_at + 1, dies_at + 1, [])


@pytest.mark.slow
def test_killed_at_any_moment_nothing_that_was_acknowledged_is_lost(installation):
    acknowledged = 0
    for patience in (3, 11, 24):
        writer = start_writer(installation, "825", 10_000)
        go(writer)
        for _ in range(patience):
            writer.stdout.readline()
        writer.kill()
        acknowledged += patience + len(writer.stdout.read().split())
        writer.wait()
        count, anchored, breaks = check(installation)
        assert breaks == []
        assert acknowledged <= count <= acknowledged + 1
        assert anchored >= acknowledged
        acknowledged = count


@pytest.mark.slow
def test_an_older_copy_of_the_database_is_found_also_after_it_was_written_to_again(sqlite_template, tmp_path):
    from factories import installations

    installation = installations.copy_of(sqlite_template, tmp_path / "data", name="unused")
    installation.run("factories.audit_writer", "825", 5)
    older = tmp_path / "older"
    shutil.copytree(installation.folder, older)
    installation.run("factories.audit_writer", "825", 5)
    assert check(installation) == (10, 10, [])
    for file in installation.folder.glob("*.sqlite3*"):
        file.unlink()
    for file in older.glob("*.sqlite3*"):
        shutil.copy(file, installation.folder)
    assert check(installation) == (5, 5, ["cut:6"])
    installation.run("factories.audit_writer", "825", 9)
    assert check(installation)[2] == ["rewritten:6"]


@pytest.mark.slow
def test_a_change_behind_the_programs_back_is_found(sqlite_template, tmp_path):
    from factories import installations

    installation = installations.copy_of(sqlite_template, tmp_path / "data", name="unused")
    installation.run("factories.audit_writer", "825", 5)
    (file,) = installation.folder.glob("*.sqlite3")
    with sqlite3.connect(file) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute("UPDATE audit_entry SET subject = 'entry:x' WHERE sequence = 3")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute("DELETE FROM audit_entry WHERE sequence = 3")
        ((statement,),) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'audit_entry_no_update'")
        connection.execute("DROP TRIGGER audit_entry_no_update")
        connection.execute("UPDATE audit_entry SET subject = 'entry:x' WHERE sequence = 3")
        connection.commit()
        assert set(check(installation)[2]) == {"altered:3", "unguarded:0"}
        connection.execute(re.sub(r"\s+", " ", statement))
    connection.close()
    assert check(installation) == (5, 5, ["altered:3"])
