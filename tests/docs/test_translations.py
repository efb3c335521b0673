"""Every sentence in the code has its Danish, with the same places to fill."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import beredt

SOURCE = Path(beredt.__file__).parent
KEYWORDS = {"say": None, "say_count": (1, 2), "mark": None}
QUOTED = r"(?:\"[^\"]*\"|'[^']*')"
IN_TEMPLATES = re.compile(
    rf"{{%\s*(?:say\s+(?P<first>{QUOTED})|say_count\s+(?P<singular>{QUOTED})\s+(?P<second>{QUOTED}))|(?P<filtered>{QUOTED})\|said"
)
PLACES = re.compile(r"\{(\w*)|%\((\w+)\)|%([a-z])")


def said_in_code() -> dict[str, str]:
    """Message ids of the whole program, each with one place where it is said."""
    found: dict[str, str] = {}
    for name, line, message, _, _ in extract_from_dir(SOURCE, [("**.py", "python")], keywords=KEYWORDS):
        for message_id in message if isinstance(message, tuple) else (message,):
            found.setdefault(message_id, f"{name}:{line}")
    return found


def said_in_templates() -> dict[str, str]:
    """Message ids of all templates (`{% say "…" %}`, `{% say_count "…" "…" n %}`, `"…"|said`), with a place each."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for tag in IN_TEMPLATES.finditer(text):
            for message_id in tag["first"], tag["singular"], tag["second"], tag["filtered"]:
                if message_id:
                    line = text[: tag.start()].count("\n") + 1
                    found.setdefault(message_id.strip("\"'"), f"{path.relative_to(SOURCE)}:{line}")
    return found


def danish_by_file() -> dict[str, dict[str, str]]:
    """Translations by file and message id."""
    by_file = {}
    for path in sorted((SOURCE / "locale" / "da").glob("*.po")):
        with path.open("rb") as stream:
            catalog = read_po(stream, locale="da", abort_invalid=True)
        by_file[path.name] = {str(entry.id): str(entry.string) for entry in catalog if entry.id}
    return by_file


def danish() -> dict[str, str]:
    """All translations by message id."""
    return {message_id: text for entries in danish_by_file().values() for message_id, text in entries.items()}


def test_every_sentence_has_its_danish():
    translated = danish()
    said = said_in_code() | said_in_templates()
    missing = {message_id: place for message_id, place in said.items() if not translated.get(message_id)}
    assert not missing


def test_extraction_sees_all_three_forms():
    said = said_in_code()
    assert "{items} and {last}" in said  # say(...)
    assert "without extra effort about {count} citizens pass a critical tolerance" in said  # say_count(...)
    assert "From the national risk picture to what a Danish municipality does on Monday." in said  # mark(...)


def test_extraction_sees_templates():
    said = said_in_templates()
    assert "Go to the content" in said  # {% say "…" %}
    assert len(said) > 100


def test_templates_say_only_through_our_own_tags():
    """Django's own translation tags would fall outside the catalogue."""
    foreign = re.compile(r"{%\s*(?:trans|translate|blocktrans|blocktranslate)\b|{%\s*load\s+[^%]*\bi18n\b")
    assert [str(path) for path in SOURCE.rglob("*.html") if foreign.search(path.read_text(encoding="utf-8"))] == []


def test_translations_fill_the_same_places():
    wrong = {
        message_id: text
        for message_id, text in danish().items()
        if set(PLACES.findall(message_id)) != set(PLACES.findall(text))
    }
    assert not wrong


def test_two_files_never_disagree_about_one_sentence():
    seen: dict[str, str] = {}
    for entries in danish_by_file().values():
        for message_id, text in entries.items():
            assert seen.setdefault(message_id, text) == text


@pytest.mark.parametrize("ids", ["code", "danish"])
def test_nobody_is_called_harmed(ids):
    texts = said_in_code() if ids == "code" else danish().values()
    assert not [
        text
        for text in texts
        if re.search(r"\bharmed\b|\binjured\b|skadet|skadede|kommer til skade", text, re.IGNORECASE)
    ]
