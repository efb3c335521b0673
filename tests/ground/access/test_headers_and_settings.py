"""What every answer tells the browser it may do, and what an installation keeps to itself."""

import io
import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection

from beredt.ground.access import middleware
from beredt.shell import web_database, web_files, web_secrets
from beredt.shell.ops import checks
from factories import web

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((ROOT / "src" / "beredt").rglob("templates/**/*.html"))


def policy(answer):
    parts = (part.strip().split() for part in answer["Content-Security-Policy"].split(";"))
    return {part[0]: set(part[1:]) for part in parts if part}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/logind/", "/findes-ikke/", "/link/x/", f"/{web.HOME}/adgang/", "/"])
def test_every_answer_forbids_what_the_pages_do_not_need(address):
    answer = web.client().get(address)
    rules = policy(answer)
    assert rules["default-src"] == {"'none'"}
    for kind in ("script-src", "style-src", "connect-src", "font-src", "form-action"):
        assert rules[kind] == {"'self'"}, kind
    assert rules["frame-ancestors"] == rules["base-uri"] == rules["object-src"] == {"'none'"}
    text = answer["Content-Security-Policy"]
    assert "unsafe" not in text
    assert "http" not in text
    assert "*" not in text
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_template_needs_what_the_policy_forbids(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", text)
    assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", text)


@pytest.mark.django_db
def test_pages_of_a_member_may_not_be_kept_by_others():
    answer = web.member_client().get(f"/{web.HOME}/adgang/")
    assert "Cookie" in answer["Vary"]


def test_a_host_that_is_not_ours_is_refused():
    assert web.client().get("/logind/", headers={"host": "evil.example"}).status_code == 400


SETTINGS = """
import os, sys
sys.path.insert(0, {src!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "beredt.shell.settings"
from django.conf import settings as s
print(repr((s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.ALLOWED_HOSTS[3:],
    s.BEREDT_SECOND_FACTOR, s.DEBUG, s.DATABASES["default"]["ENGINE"].rsplit(".", 1)[1], len(s.SECRET_KEY) > 50)))
"""


def settings_with(folder, **environment):
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("BEREDT_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-c", SETTINGS.format(src=str(ROOT / "src"))],
        env={**kept, "BEREDT_DATA": str(folder), **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_on_this_machine_alone(tmp_path):
    expected = (False, False, False, [], "optional", False, "sqlite3", True)
    assert settings_with(tmp_path) == repr(expected)


def test_behind_tls(tmp_path):
    expected = (True, True, True, ["beredt.example.dk"], "everyone", False, "postgresql", True)
    address = {"BEREDT_ADDRESS": "https://beredt.example.dk/", "DATABASE_URL": "postgres://user:word@host/name"}
    assert settings_with(tmp_path, **address) == repr(expected)


def test_the_key_is_made_once_by_whoever_is_first(tmp_path):
    with ThreadPoolExecutor(8) as several:
        keys = set(several.map(lambda _: web_secrets.secret_key(tmp_path), range(32)))
    assert len(keys) == 1
    place = tmp_path / web_secrets.KEY_FILE
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == [web_secrets.KEY_FILE]


def test_a_damaged_key_is_not_used(tmp_path):
    (tmp_path / web_secrets.KEY_FILE).write_text("short", encoding="ascii")
    with pytest.raises(RuntimeError, match="backup"):
        web_secrets.secret_key(tmp_path)


def test_the_key_may_lie_elsewhere(tmp_path, monkeypatch):
    place = tmp_path / "elsewhere"
    monkeypatch.setenv("BEREDT_SECRET_KEY_FILE", str(place))
    assert web_secrets.secret_key(tmp_path / "data") == place.read_text(encoding="ascii").strip()


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_sqlite_keeps_what_it_acknowledged():
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
    described = web_database.settings_for("", Path("/data"))
    assert described["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in described["OPTIONS"]["init_command"]
    assert described["OPTIONS"]["timeout"] >= 5


def test_files_of_the_pages_are_collected_named_by_content_and_compressed(tmp_path, settings):
    settings.STATIC_ROOT = str(tmp_path / "static")
    assert web_files.collect() is True
    assert web_files.collect() is False
    root = tmp_path / "static"
    names = {path.name for path in (root / "ui").iterdir()}
    assert any(re.fullmatch(r"look\.[0-9a-f]{12}\.css\.gz", name) for name in names)
    (root / web_files.MARK).write_text("older", encoding="ascii")
    (root / "left-over.css").write_text("", encoding="ascii")
    assert web_files.collect() is True
    assert not (root / "left-over.css").exists()
    assert finders.find("ui/look.css")


@pytest.mark.django_db
def test_the_installations_page_is_for_whoever_runs_it():
    page = web.client(web.user(runs_installation=True)).get("/ops/").content.decode()
    for check in checks.run_all():
        assert check.title
    assert "SQLite" in page or "PostgreSQL" in page
    assert web.member_client().get("/ops/").status_code == 403


@pytest.mark.django_db
def test_a_check_that_fails_is_said(settings, tmp_path, monkeypatch):
    settings.BEREDT_DATA = str(tmp_path)
    tmp_path.chmod(0o755)
    assert not checks.check_privacy().is_well
    tmp_path.chmod(0o700)
    assert checks.check_privacy().is_well
    monkeypatch.setattr(checks, "LEAST_FREE_BYTES", 10**18)
    assert not checks.check_room().is_well
    settings.BEREDT_SECOND_FACTOR, settings.PUBLIC_ADDRESS = "optional", "https://beredt.example.dk"
    assert not checks.check_second_factor().is_well
    monkeypatch.setattr(checks.jobs, "is_unattended", lambda: True)
    assert not checks.check_worker().is_well
    page = web.client(web.user(runs_installation=True)).get("/ops/").content.decode()
    unwell = sum(not check.is_well for check in checks.run_all())
    assert unwell >= 3
    assert f"{unwell} ting" in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/logind/", f"/{web.HOME}/kommunen/import/", "/findes-ikke/"])
def test_somebody_unknown_cannot_fill_the_disk(address, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    file = io.BytesIO(b"x" * 2_100_000)
    answer = web.client().post(address, {"file": file})
    assert answer.status_code == 413
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_a_user_may_send_a_file_but_not_any_size(monkeypatch):
    client = web.member_client()
    assert client.post("/konto/", {"name": "x" * 2_100_000}).status_code == 400
    monkeypatch.setattr(middleware, "MOST_BYTES", 2_000_000)
    assert client.post("/konto/", {"name": "x" * 2_100_000}).status_code == 413
