"""The page of permissions is the one that the rooms' policies write, and the settings page names every setting."""

import re
from pathlib import Path

import pytest

from beredt.ground.access import permissions
from beredt.ground.access.actor import ROLES
from tools import write_permission_reference

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page():
    return write_permission_reference.permission_page()


def test_the_page_is_up_to_date(page):
    written = (ROOT / "docs" / "reference" / "permissions.md").read_text(encoding="utf-8")
    assert page == written, "run: python tools/write_permission_reference.py"


def test_every_permission_has_a_row_that_says_who_holds_it(page):
    assert len(permissions.declared()) > 5
    for permission in permissions.declared():
        (row,) = re.findall(rf"^\| .* \| `{re.escape(permission.permission_id)}` \| (.*) \|$", page, re.MULTILINE)
        assert [cell == "yes" for cell in row.split(" | ")] == [role in permission.roles for role in ROLES]


def test_every_role_can_do_something(page):
    for role in ROLES:
        assert any(role in permission.roles for permission in permissions.declared())


def test_every_setting_of_the_environment_is_documented():
    text = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "beredt").rglob("*.py"))
    used = set(re.findall(r"environ(?:\.get\(|\.setdefault\(|\[)\s*\"(\w+)\"", code))
    used -= {"DJANGO_SETTINGS_MODULE", "LC_ALL", "LC_MESSAGES", "LANG"}
    documented = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert {"BEREDT_DATA", "DATABASE_URL"} <= used
    assert documented == used
