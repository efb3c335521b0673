"""Templates: a room's own and `ui` only, nothing inline that the security policy would stop, nothing from outside."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "src" / "beredt"
TEMPLATES = sorted(CODE.rglob("templates/*/*.html")) + sorted(CODE.rglob("templates/*/*/*.html"))
SCRIPTS = [path for path in CODE.rglob("static/*/*") if path.suffix in {".js", ".css"}]
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)
NAMED = re.compile(r"{%\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")
STATIC = re.compile(r"{%\s*static\s+[\"']([^\"']+)[\"']")


def shown(path):
    return str(path.relative_to(CODE))


def room_of(path):
    """The folder below `templates`, which is the room's name."""
    parts = path.parts
    return parts[len(parts) - 1 - parts[::-1].index("templates") + 1]


def text_of(path):
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def test_there_are_templates_and_scripts_to_look_at():
    assert len(TEMPLATES) > 25
    assert len(SCRIPTS) > 5


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_a_template_uses_its_own_room_and_ui_only(path):
    rooms = {name.split("/")[0] for name in NAMED.findall(text_of(path))}
    assert rooms <= {"ui", room_of(path)}


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_static_files_are_the_rooms_own_or_shared(path):
    assert {name.split("/")[0] for name in STATIC.findall(text_of(path))} <= {"ui", "lib", room_of(path)}


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_nothing_stands_inline_that_the_policy_stops(path):
    text = text_of(path)
    inline = [
        *re.findall(r"<style\b", text),
        *re.findall(r"\sstyle\s*=", text),
        *re.findall(r"\son[a-z]+\s*=\s*[\"']", text),
        *re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text),
        *re.findall(r"javascript:", text),
        *re.findall(r"\bhx-on\b|\bhx-vals=[\"']js:", text),
    ]
    assert inline == []


@pytest.mark.parametrize("path", [*TEMPLATES, *SCRIPTS], ids=shown)
def test_nothing_is_fetched_from_elsewhere(path):
    text = text_of(path) if path.suffix == ".html" else path.read_text(encoding="utf-8")
    fetched = re.findall(r"(?:src|href|url|import|fetch)\s*[=(]?\s*[\"']?((?:https?:)?//[^\s\"')]+)", text)
    assert fetched == []


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_every_form_that_writes_carries_its_token(path):
    forms = re.findall(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", text_of(path), re.DOTALL | re.IGNORECASE)
    assert [form[:80] for form in forms if "csrf_token" not in form] == []


def test_words_stand_in_templates_only_through_say():
    """A run of plain words between tags would be in one language only; names of products are."""
    plain = re.compile(r">\s*([A-Za-zÆØÅæøå][^<>{}|]*?[a-zæøå]{2}[^<>{}|]*?)\s*<")
    allowed = {"Beredt", "Dansk", "English", "Esc"}
    found = {shown(path): set(plain.findall(text_of(path))) - allowed for path in TEMPLATES}
    assert {path: words for path, words in found.items() if words} == {}


def components_shown():
    """Templates of `ui` that the gallery reaches, directly or through tags and other templates."""
    folder = CODE / "ground" / "ui" / "templates" / "ui"
    tags = (CODE / "ground" / "ui" / "templatetags" / "words.py").read_text(encoding="utf-8")
    by_tag = {name: template for template, name in re.findall(r'inclusion_tag\("ui/([^"]+)"[^)]*\)\ndef (\w+)', tags)}
    seen, waiting = set(), ["gallery.html"]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        text = text_of(folder / name)
        waiting += [found.removeprefix("ui/") for found in NAMED.findall(text)]
        waiting += [template for tag, template in by_tag.items() if re.search(rf"{{%\s*{tag}\b", text)]
    return seen


def test_every_component_stands_in_the_gallery():
    folder = CODE / "ground" / "ui" / "templates" / "ui"
    pages = {"confirm_page.html"}
    assert {path.name for path in folder.glob("*.html")} - components_shown() == pages
