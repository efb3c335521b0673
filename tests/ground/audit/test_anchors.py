"""The file of anchors: only ever longer, on the disk before the call returns, and every change to it is found."""

import multiprocessing
import os
import signal
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.ground.audit import anchors
from beredt.ground.audit.chain import FIRST_DIGEST, Head

HEADS = [Head(count=count, digest=f"{count:064x}") for count in range(1, 6)]


@pytest.fixture
def folder(tmp_path):
    anchors.open_file(tmp_path / "anchors", "825")
    return tmp_path / "anchors"


def test_a_new_file_holds_the_empty_chain(folder):
    found = anchors.read(folder, "825")
    assert found == anchors.AnchorFile(anchors=(Head(count=0, digest=FIRST_DIGEST),))
    assert stat.S_IMODE(anchors.path_of(folder, "825").stat().st_mode) == 0o600


def test_opening_again_adds_nothing(folder):
    anchors.write(folder, "825", HEADS[0])
    before = anchors.path_of(folder, "825").read_bytes()
    anchors.open_file(folder, "825")
    assert anchors.path_of(folder, "825").read_bytes() == before


def test_anchors_come_back_in_order_and_an_earlier_one_is_not_written_later(folder):
    assert anchors.write(folder, "825", HEADS[0])
    assert anchors.write(folder, "825", HEADS[3])
    assert not anchors.write(folder, "825", HEADS[1])
    assert not anchors.write(folder, "825", HEADS[3])
    assert [anchor.count for anchor in anchors.read(folder, "825").anchors] == [0, 1, 4]


def test_each_municipality_has_its_own_file_and_the_installation_too(folder):
    anchors.write(folder, "400", HEADS[0])
    anchors.open_file(folder, "")
    assert anchors.municipalities_in(folder) == ["", "400", "825"]
    assert anchors.read(folder, "851") is None
    assert anchors.municipalities_in(folder / "nowhere") == []


def test_an_unfinished_line_is_no_anchor_and_the_next_write_puts_it_right(folder):
    anchors.write(folder, "825", HEADS[0])
    path = anchors.path_of(folder, "825")
    whole = path.read_bytes()
    for torn in (b"{", b'{"count":2,"digest":"00'):
        path.write_bytes(whole + torn)
        assert [anchor.count for anchor in anchors.read(folder, "825").anchors] == [0, 1]
        assert anchors.read(folder, "825").odd_line == 0
    anchors.write(folder, "825", HEADS[1])
    assert [anchor.count for anchor in anchors.read(folder, "825").anchors] == [0, 1, 2]


def test_a_file_whose_first_line_was_never_finished_starts_over(folder):
    anchors.path_of(folder, "825").write_bytes(b'{"cou')
    anchors.open_file(folder, "825")
    assert anchors.read(folder, "825") == anchors.AnchorFile(anchors=(Head(count=0, digest=FIRST_DIGEST),))


@given(data=st.data())
def test_every_change_of_a_line_but_the_last_ones_loss_is_found(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("anchors")
    anchors.open_file(folder, "825")
    for head in HEADS:
        anchors.write(folder, "825", head)
    path = anchors.path_of(folder, "825")
    lines = path.read_bytes().splitlines(keepends=True)
    change = data.draw(st.sampled_from(["drop", "repeat", "swap", "edit", "empty"]))
    at = data.draw(st.integers(0, len(lines) - 2))
    changed = {
        "drop": [*lines[:at], *lines[at + 1 :]],
        "repeat": [*lines[: at + 1], *lines[at:]],
        "swap": [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]],
        "edit": [*lines[:at], lines[at].replace(b'"count":', b'"count":1'), *lines[at + 1 :]],
        "empty": [*lines[:at], b"\n", *lines[at:]],
    }[change]
    path.write_bytes(b"".join(changed))
    assert anchors.read(folder, "825").odd_line in {at + 1, at + 2}


def test_a_file_begun_anew_in_the_middle_of_a_chain_is_found(folder):
    anchors.path_of(folder, "825").unlink()
    anchors.write(folder, "825", HEADS[2])
    assert anchors.read(folder, "825").odd_line == 1


def test_the_line_is_on_the_disk_before_the_call_returns(folder, monkeypatch):
    synced = []
    fsync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_size) or fsync(descriptor)
    )
    anchors.write(folder, "825", HEADS[0])
    assert synced == [anchors.path_of(folder, "825").stat().st_size]


def write_many(folder, count):
    for number in range(1, count + 1):
        anchors.write(folder, "825", Head(count=number, digest=f"{number:064x}"))


def test_a_writer_killed_at_any_moment_leaves_a_file_that_reads(folder):
    context = multiprocessing.get_context("fork")
    for milliseconds in range(1, 40, 3):
        writer = context.Process(target=write_many, args=(folder, 10_000))
        writer.start()
        writer.join(milliseconds / 1000)
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        found = anchors.read(folder, "825")
        assert found.odd_line == 0
        assert [anchor.digest for anchor in found.anchors] == [f"{anchor.count:064x}" for anchor in found.anchors]


def test_two_writers_at_once_keep_the_file_in_order(folder):
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write_many, args=(folder, 60)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    found = anchors.read(folder, "825")
    assert found.odd_line == 0
    assert found.anchors[-1].count == 60
