"""The page on what the newer of two rankings says otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from beredt.apps.measures import comparing
from beredt.apps.measures.stored import StoredRanking
from beredt.ground.ui.tables import Cell, Table, table
from beredt.kit.language import mark
from beredt.telling import measure_words, wording
from beredt.telling.measure_words import Places


def difference_rows(found: comparing.RankingDifference, places: Places) -> Table:
    """What moved between two rankings, as a table."""
    language = places.names.language

    def cell(standing: comparing.Standing | None) -> Cell:
        if standing is None:
            return Cell(text=language.say(mark("no effect")), sort=1e9)
        told = language.say(
            mark("no. {place}: about {count} fewer"),
            place=language.number(standing.place),
            count=wording.people(max(standing.people, 0.0), language),
        )
        return Cell(text=told, sort=standing.place)

    return table(
        language.say(mark("Measures that changed place or effect")),
        [language.say(mark("Measure")), language.say(mark("Before")), language.say(mark("Now"))],
        [(measure_words.title(entry.entry, places), cell(entry.before), cell(entry.after)) for entry in found.moved],
        empty=language.say(mark("No measure changed place or effect.")),
    )


def difference_sentence(found: comparing.RankingDifference, places: Places) -> str:
    """What the newer of two rankings says otherwise, in a sentence."""
    language = places.names.language
    before, after = (wording.people(value, language) for value in (found.before_people, found.after_people))
    if not found.moved and not found.into_set and not found.out_of_set:
        return language.say(mark("Nothing changed: the same measures stand in the same places."))
    return language.say_count(
        mark(
            "{count} measure changed place or effect; without any measure about {after} instead of {before} need help."
        ),
        mark(
            "{count} measures changed place or effect; without any measure about {after} instead of {before} need help."
        ),
        len(found.moved),
        before=before,
        after=after,
    )


def titles_of(names: Sequence[str], ranking: StoredRanking, places: Places) -> tuple[str, ...]:
    """What candidates of a best set are called."""
    members = {candidate.candidate_id: candidate for candidate in ranking.result.best_set.candidates}
    return tuple(measure_words.candidate_title(members[name], places) for name in names if name in members)
