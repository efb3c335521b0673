"""Argparse in the reader's language: help, usage and refusals.

Verb groups declare their texts in English with `mark(...)`; `speak` says the whole finished tree in one language, so
that a verb group need not know the language while it declares its arguments.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from beredt.kit.language import Language, mark

ARGPARSE_SENTENCES = (
    mark("usage: "),
    mark("positional arguments"),
    mark("options"),
    mark("show this help message and exit"),
    mark("show program's version number and exit"),
    mark("%(prog)s: error: %(message)s\n"),
    mark("argument %(argument_name)s: %(message)s"),
    mark("the following arguments are required: %s"),
    mark("one of the arguments %s is required"),
    mark("not allowed with argument %s"),
    mark("unrecognized arguments: %s"),
    mark("invalid choice: %(value)r (choose from %(choices)s)"),
    mark("invalid %(type)s value: %(value)r"),
    mark("expected one argument"),
    mark("expected at least one argument"),
    mark("ignored explicit argument %r"),
    mark("ambiguous option: %(option)s could match %(matches)s"),
    mark("expected %s argument"),
    mark("expected %s arguments"),
    mark(" (default: %(default)s)"),
)
"""What the standard library's parser may say itself; listed so that the translations stay complete."""


@contextmanager
def argparse_speaking(language: Language) -> Iterator[None]:
    """A stretch in which argparse's own sentences come in `language`.

    Argparse looks its sentences up through two names of its module; there is no other door to them that does not
    need compiled message files.
    """
    replaced = {"_": language.say, "ngettext": _plural_of(language)}
    kept = {name: getattr(argparse, name) for name in replaced}
    for name, spoken in replaced.items():
        setattr(argparse, name, spoken)
    try:
        yield
    finally:
        for name, original in kept.items():
            setattr(argparse, name, original)


def speak(parser: argparse.ArgumentParser, *, language: Language) -> None:
    """Translates every text of `parser` and of the verbs below it, and gives every verb `--lang`."""
    parser.description = _said(parser.description, language)
    parser.epilog = _said(parser.epilog, language)
    for group in parser._action_groups:
        group.title = _said(group.title, language)
    verbs: list[argparse.ArgumentParser] = []
    for action in parser._actions:
        action.help = _said(action.help, language)
        if isinstance(action, argparse._SubParsersAction):
            verbs += dict.fromkeys(action.choices.values())
            for listed in action._choices_actions:
                listed.help = _said(listed.help, language)
    for verb in verbs:
        speak(verb, language=language)
    if not verbs and not any("--lang" in action.option_strings for action in parser._actions):
        add_language_argument(parser, language=language)


def add_language_argument(parser: argparse.ArgumentParser, *, language: Language) -> None:
    """Declares `--lang`; `main` has read it by then, so this only makes it visible in the help."""
    parser.add_argument("--lang", choices=("da", "en"), help=language.say(mark("language of the answer: da or en")))


def _said(text: str | None, language: Language) -> str | None:
    return text if not text or text == argparse.SUPPRESS else language.say(text)


def _plural_of(language: Language) -> Callable[[str, str, int], str]:
    def choose(singular: str, plural: str, count: int) -> str:
        return language.say(singular if count == 1 else plural)

    return choose
