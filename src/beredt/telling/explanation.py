"""Cause chains in sentences: what failed first, what held for how long, and when the tolerance was used up."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from beredt.domain.impact.result import CauseChain, ChainLink
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.kit.language import mark
from beredt.telling import wording
from beredt.telling.names import Names, capitalised
from beredt.telling.wrapping import wrapped

SHOWN_CHAINS = 5
LEAST_SHARE = 0.05
"""Chains rarer than this among the runs that hit the profile are counted, not told."""

_HOLDS = {
    "battery": mark("the battery at {asset} holds {span}, it is down from {start}"),
    "fuel": mark("the fuel at {asset} lasts {span}, it is down from {start}"),
    "stock": mark("the stock at {asset} lasts {span}, it is down from {start}"),
    "routine": mark("the manual routine at {asset} holds {span}, it is down from {start}"),
    "": mark("{asset} holds {span} without supply and is down from {start}"),
}
"""By buffer kind: what carries an asset on after its supply has failed."""


@attrs.frozen(kw_only=True)
class ExplainedProfile:
    """Whom an explanation is about; `exact` where the outages were given one by one."""

    profile_id: str
    area_id: str
    people: int
    hazard: str
    horizon_hours: int
    exact: bool


def render_explanation(
    profile: ExplainedProfile, chains: Sequence[CauseChain], *, snapshot: MunicipalitySnapshot, names: Names
) -> str:
    """The explanation as plain text, ending in a newline: who, then one paragraph per chain, the largest first."""
    paragraphs = [wrapped(_introduction(profile, chains, names))]
    shown = dominating(chains)
    for chain in shown:
        told = chain if profile.exact else rounded_chain(chain)
        text = f"{_often(chain, profile, names)}{chain_sentence(told, snapshot=snapshot, names=names)}"
        paragraphs.append(wrapped(text))
    paragraphs.append(wrapped(_closing(chains, len(chains) - len(shown), names)))
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines) + "\n"


def chain_sentence(chain: CauseChain, *, snapshot: MunicipalitySnapshot, names: Names) -> str:
    """One chain from the first failure to the tolerance used up, as a sentence."""
    steps = []
    for number, (link, swept) in enumerate(_with_swept_along(chain.links)):
        supplier_id = chain.links[chain.links.index(link) - 1].asset_id if number else ""
        step = _step(link, supplier_id, snapshot, names)
        if swept:
            others = names.language.listed([names.asset(follower.asset_id) for follower in swept])
            step = names.language.say(mark("{step}, and takes {others} with it"), step=step, others=others)
        steps.append(step)
    return capitalised("; ".join([*steps, _end(chain, names)])) + "."


def rounded_chain(chain: CauseChain) -> CauseChain:
    """The chain with every moment and span to two significant figures, to the earlier side: medians, not one run."""
    return attrs.evolve(
        chain,
        links=tuple(
            attrs.evolve(
                link,
                down_minute=wording.rounded_onset(link.down_minute),
                buffer_minutes=wording.rounded_onset(link.buffer_minutes),
            )
            for link in chain.links
        ),
        tolerance_minutes=wording.rounded_onset(chain.tolerance_minutes),
        onset_minute=wording.rounded_onset(chain.onset_minute),
    )


def dominating(chains: Sequence[CauseChain]) -> tuple[CauseChain, ...]:
    """The chains worth telling: the largest always, then those that are not rare, at most `SHOWN_CHAINS`."""
    return tuple(
        chain for number, chain in enumerate(chains[:SHOWN_CHAINS]) if not number or chain.share_of_harm >= LEAST_SHARE
    )


def _with_swept_along(links: Sequence[ChainLink]) -> list[tuple[ChainLink, list[ChainLink]]]:
    """Each failure of its own with the assets that go down in the same minute because they hold nothing."""
    found: list[tuple[ChainLink, list[ChainLink]]] = []
    for link in links:
        if (
            found
            and not link.buffer_minutes
            and link.why != "disruption"
            and link.down_minute == found[-1][0].down_minute
        ):
            found[-1][1].append(link)
        else:
            found.append((link, []))
    return found


def _introduction(profile: ExplainedProfile, chains: Sequence[CauseChain], names: Names) -> str:
    language, say = names.language, names.language.say
    who = language.say_count(
        "{profile} ({count} citizen, {area})",
        "{profile} ({count} citizens, {area})",
        profile.people,
        profile=profile.profile_id,
        area=names.area(profile.area_id),
    )
    places = {
        "hazard": names.hazard(profile.hazard),
        "horizon": wording.horizon(profile.horizon_hours, language),
        "who": who,
    }
    if not chains:
        return say(mark("{hazard}, {horizon}: {who} passes no tolerance in what is assessed."), **places)
    return say(mark("{hazard}, {horizon}: why {who} passes a tolerance without extra effort."), **places)


def _often(chain: CauseChain, profile: ExplainedProfile, names: Names) -> str:
    if profile.exact:
        return ""
    share = wording.share(chain.share_of_harm, names.language)
    return names.language.say(mark("In {share} of the runs in which it happens: "), share=share)


def _step(link: ChainLink, supplier_id: str, snapshot: MunicipalitySnapshot, names: Names) -> str:
    language = names.language
    asset, start = names.asset(link.asset_id), wording.moment(link.down_minute, language)
    if link.why == "disruption" or not supplier_id:
        if not link.down_minute:
            return language.say(mark("{asset} fails at once"), asset=asset)
        return language.say(mark("{asset} fails at {start}"), asset=asset, start=start)
    if not link.buffer_minutes:
        return language.say(mark("{asset} is down from {start}"), asset=asset, start=start)
    sentence = _HOLDS.get(_buffer_kind(link.asset_id, supplier_id, snapshot)) or _HOLDS[""]
    return language.say(sentence, asset=asset, start=start, span=language.span(link.buffer_minutes))


def _end(chain: CauseChain, names: Names) -> str:
    language = names.language
    places = {
        "need": names.need_type(chain.need_type),
        "severity": wording.severity(chain.severity, language),
        "start": wording.moment(chain.onset_minute, language),
    }
    if not chain.tolerance_minutes:
        return language.say(mark("{need} ({severity}) cannot wait and is past its tolerance from {start}"), **places)
    span = language.span(chain.tolerance_minutes)
    return language.say(
        mark("{need} ({severity}) can wait {span} and is past its tolerance from {start}"), span=span, **places
    )


def _closing(chains: Sequence[CauseChain], hidden: int, names: Names) -> str:
    say = names.language.say
    sentences = []
    if hidden:
        sentences.append(
            names.language.say_count("{count} rarer chain is not shown.", "{count} rarer chains are not shown.", hidden)
        )
    total = sum(chain.share_of_harm for chain in chains)
    if total > 1 + 1e-9:
        share = wording.share(total, names.language)
        sentences.append(
            say(mark("Causes that strike together count jointly, so the shares add up to {share}."), share=share)
        )
    return " ".join(sentences)


def _buffer_kind(asset_id: str, supplier_id: str, snapshot: MunicipalitySnapshot) -> str:
    """What the buffer of the asset's group with that supplier is made of; empty where there is no such group."""
    index_of, groups = snapshot.assets.index_of, snapshot.dependencies
    owner, supplier = index_of.get(asset_id), index_of.get(supplier_id)
    for group in range(len(groups)):
        if groups.owner[group] == owner and supplier in groups.suppliers_of(group) and groups.buffer_minutes[group]:
            return groups.buffer_kind[group]
    return ""
