"""A cause chain as a sentence on paper: assets named, hours remembering their fields."""

from __future__ import annotations

from collections.abc import Iterator

from beredt.domain.impact.result import CauseChain
from beredt.overview.reports import fields
from beredt.overview.reports.citing import Figure, cited, held
from beredt.overview.reports.findings import Findings, ProfileChains
from beredt.telling import explanation, wording
from beredt.telling.names import capitalised


def cited_chain(entry: ProfileChains, *, findings: Findings) -> str:
    """The largest chain of a profile, from the first failure to the tolerance used up."""
    chain = explanation.rounded_chain(entry.chains[0])
    sentence = held(explanation.chain_sentence(chain, snapshot=findings.snapshot, names=findings.names))
    figures = sorted(_figures(entry, chain, findings), key=lambda figure: -len(figure[0]))
    return cited(sentence, _in_order(sentence, figures))


def chain_field(entry: ProfileChains, path: str) -> str:
    """A field of the largest chain of a profile."""
    return f"explain:[{entry.hazard}|{entry.profile_id}].chains[0].{path}"


def _figures(entry: ProfileChains, chain: CauseChain, findings: Findings) -> Iterator[Figure]:
    language = findings.language
    for number, link in enumerate(chain.links):
        name = findings.names.asset(link.asset_id)
        for written in (name, capitalised(name)):
            yield written, fields.of_asset(link.asset_id)
        yield held(wording.moment(link.down_minute, language)), chain_field(entry, f"links[{number}].down_from_hours")
        yield held(language.span(link.buffer_minutes)), chain_field(entry, f"links[{number}].buffer_hours")
    yield held(language.span(chain.tolerance_minutes)), chain_field(entry, "tolerance_hours")
    yield held(wording.moment(chain.onset_minute, language)), chain_field(entry, "onset_hours")


def _in_order(sentence: str, figures: list[Figure]) -> list[Figure]:
    """The figures in the order in which the sentence says them; of two that overlap the longer one."""
    places: list[tuple[int, int, Figure]] = []
    for text, field in figures:
        start = sentence.find(text) if text else -1
        while start >= 0:
            end = start + len(text)
            if all(end <= taken or start >= until for taken, until, _ in places):
                places.append((start, end, (text, field)))
            start = sentence.find(text, end)
    return [figure for _, _, figure in sorted(places, key=lambda place: place[0])]
