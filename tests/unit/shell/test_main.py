"""The door: help, languages, exit codes, and what happens when something goes wrong."""

import argparse
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

import beredt
from beredt.kit.errors import InvalidInput, NotAllowed
from beredt.kit.language import language, mark
from beredt.shell.cli import main as door
from beredt.shell.cli import parsing


def verb_that(action):
    """A verb group with one verb, `try-it`, that runs `action`."""

    def add_verbs(subparsers):
        verb = subparsers.add_parser("try-it", help=mark("Coverage"))
        verb.add_argument("--count", type=int, default=3, help=mark("commands"))
        verb.set_defaults(run=action)

    return SimpleNamespace(add_verbs=add_verbs)


def run_with(monkeypatch, action, *arguments):
    monkeypatch.setattr(door, "VERB_GROUPS", (verb_that(action),))
    return door.main(["try-it", *arguments])


def raising(error):
    def fail(given, spoken):
        raise error

    return fail


def verbs_of(parser):
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def test_help_lists_every_verb(capsys):
    assert door.main(["--help"]) == 0
    told = capsys.readouterr().out
    verbs = [name for name, _ in verbs_of(door.build_parser(language("da")))]
    assert {"demo", "municipality", "assess", "explain"} <= set(verbs)
    for verb in verbs:
        assert f"\n    {verb} " in told


@pytest.mark.parametrize("code", ["da", "en"])
def test_every_verb_explains_itself_and_every_argument(code):
    def check(parser):
        inner = list(verbs_of(parser))
        for _, verb in inner:
            check(verb)
        for action in parser._actions:
            assert action.help or inner, f"{parser.prog} {action.dest}"

    check(door.build_parser(language(code)))


def test_without_a_verb_the_help_is_shown(capsys):
    assert door.main([]) == 0
    assert "brug: beredt" in capsys.readouterr().out


def test_version(capsys):
    assert door.main(["--version"]) == 0
    assert capsys.readouterr().out == f"beredt {beredt.__version__}\n"


@pytest.mark.parametrize(
    ("environment", "arguments", "greeting"),
    [
        ({}, [], "brug:"),
        ({"LANG": "C"}, [], "brug:"),
        ({"LANG": "POSIX"}, [], "brug:"),
        ({"LANG": "de_DE.UTF-8"}, [], "brug:"),
        ({"LANG": "en_GB.UTF-8"}, [], "usage:"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "da_DK.UTF-8"}, [], "brug:"),
        ({"LANG": "en_GB.UTF-8"}, ["--lang", "da"], "brug:"),
        ({}, ["--lang=en"], "usage:"),
    ],
)
def test_danish_first_and_the_asked_for_language_wins(monkeypatch, capsys, environment, arguments, greeting):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert door.main([*arguments, "--help"]) == 0
    assert capsys.readouterr().out.startswith(greeting)


def test_the_language_may_stand_after_the_verb(monkeypatch):
    heard = []
    run_with(monkeypatch, lambda given, spoken: heard.append((spoken.code, given.lang)) or 0, "--lang", "en")
    run_with(monkeypatch, lambda given, spoken: heard.append((spoken.code, given.lang)) or 0)
    assert heard == [("en", "en"), ("da", "da")]


def test_argparse_keeps_its_own_words_outside(capsys):
    door.main(["--lang", "da", "--help"])
    assert argparse._("options") == "options"
    assert parsing.argparse._("usage: ") == "usage: "


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["no-such-verb"], "no-such-verb"),
        (["--lang", "fr"], "'fr'"),
        (["assess"], "disse argumenter mangler"),
        (["assess", "pack", "--all", "--hazard", "x"], "kan ikke bruges sammen med"),
        (["assess", "pack"], "et af argumenterne"),
        (["assess", "pack", "--all", "--horizon"], "en værdi mangler"),
        (["assess", "pack", "--all", "--nonsense"], "ukendte argumenter: --nonsense"),
        (["assess", "pack", "--all", "--horizon", "0"], "Tidshorisonten 0 kan ikke bruges"),
        (["assess", "pack", "--all", "--draws", "1.5"], "1.5 er ikke et helt tal fra 1 til"),
    ],
)
def test_wrong_arguments_are_refused_in_danish(capsys, arguments, told):
    assert door.main(arguments) == 2
    output = capsys.readouterr()
    assert told in output.err
    assert not output.out
    assert "Traceback" not in output.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidInput("Check the path.", code="x", hint="Check the path."), 2),
        (NotAllowed("Check the path.", code="x"), 3),
    ],
)
def test_user_errors_are_sentences_with_their_own_exit_code(monkeypatch, capsys, error, code):
    assert run_with(monkeypatch, raising(error)) == code
    told = capsys.readouterr().err
    assert told.startswith("Kontrollér stien.")
    assert "Traceback" not in told


def test_a_bug_is_called_ours_and_shown(monkeypatch, capsys):
    assert run_with(monkeypatch, raising(ZeroDivisionError("oops"))) == 1
    told = capsys.readouterr().err
    assert told.startswith("Dette er en fejl i Beredt, ikke i det, du har indtastet.")
    assert "ZeroDivisionError: oops" in told


def test_interruption(monkeypatch, capsys):
    assert run_with(monkeypatch, raising(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err == "Afbrudt.\n"


def test_the_exit_code_of_a_verb_is_passed_on(monkeypatch):
    assert run_with(monkeypatch, lambda given, spoken: given.count, "--count", "7") == 7


def test_help_texts_are_translated_in_the_whole_tree(monkeypatch, capsys):
    monkeypatch.setattr(door, "VERB_GROUPS", (verb_that(lambda given, spoken: 0),))
    door.main(["--help"])
    assert "try-it  " in capsys.readouterr().out
    door.main(["try-it", "--help"])
    told = capsys.readouterr().out
    assert "kommandoer" in told
    assert "--lang" in told


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["--help"], ["catalogue", "list"]])
def test_a_reader_who_goes_away_is_no_error(arguments):
    command = [sys.executable, "-m", "beredt", *arguments]
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as closed:
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, env=_environment(), check=False)
    assert done.stderr == b""
    assert done.returncode == 0


@pytest.mark.slow
def test_a_terminal_that_cannot_show_the_marks_is_no_error():
    command = [sys.executable, "-m", "beredt", "--help"]
    environment = {**_environment(), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"brug: beredt" in done.stdout


def _environment():
    source = os.path.dirname(os.path.dirname(beredt.__file__))
    return {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": source}
