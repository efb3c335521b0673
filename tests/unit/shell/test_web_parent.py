"""A process notices that who started it is gone, also where that happened before it looked."""

import os

from beredt.shell import web_parent


def test_without_a_name_the_parent_of_now_is_watched(monkeypatch):
    monkeypatch.delenv(web_parent.PARENT_VARIABLE, raising=False)
    is_orphaned = web_parent.watch_parent()
    assert not is_orphaned()
    monkeypatch.setattr(os, "getppid", lambda: 1)
    assert is_orphaned()


def test_a_named_parent_that_is_gone_already_is_noticed(monkeypatch):
    monkeypatch.setenv(web_parent.PARENT_VARIABLE, str(os.getppid()))
    assert not web_parent.watch_parent()()
    monkeypatch.setattr(os, "getppid", lambda: 1)
    assert web_parent.watch_parent()()
