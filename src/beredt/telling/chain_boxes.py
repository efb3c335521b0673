"""A cause chain as a row of boxes: what failed, when, and how many hours lay between."""

from __future__ import annotations

from itertools import pairwise

import attrs

from beredt.domain.impact.result import CauseChain, ChainLink
from beredt.kit.language import mark
from beredt.telling import wording
from beredt.telling.names import Names, capitalised


@attrs.frozen(kw_only=True)
class Box:
    """One step: its name, when it is down, and the time since the step before (empty where there is none)."""

    name: str
    moment: str
    between: str
    is_need: bool = False


def chain_boxes(chain: CauseChain, *, names: Names) -> tuple[Box, ...]:
    """The steps from the first failure to the tolerance used up."""
    boxes = [_asset_box(link, None, names) for link in chain.links[:1]]
    boxes += [_asset_box(link, before, names) for before, link in pairwise(chain.links)]
    last = chain.links[-1].down_minute if chain.links else 0
    need = Box(
        name=capitalised(names.need_type(chain.need_type)),
        moment=names.language.say(
            mark("past tolerance at {start}"), start=wording.moment(chain.onset_minute, names.language)
        ),
        between=_between(chain.onset_minute - last, names),
        is_need=True,
    )
    return (*boxes, need)


def often(chain: CauseChain, *, names: Names) -> str:
    """In how many of the runs that hit the profile the chain was at work."""
    share = wording.share(chain.share_of_harm, names.language)
    return names.language.say(mark("In {share} of the runs in which it happens"), share=share)


def _asset_box(link: ChainLink, before: ChainLink | None, names: Names) -> Box:
    language = names.language
    start = wording.moment(link.down_minute, language)
    said = mark("fails at {start}") if link.why == "disruption" else mark("down from {start}")
    name = capitalised(names.asset(link.asset_id))
    if link.alike:
        name = language.say(mark("{asset} (and {count} alike)"), asset=name, count=language.number(link.alike))
    return Box(
        name=name,
        moment=language.say(said, start=start),
        between="" if before is None else _between(link.down_minute - before.down_minute, names),
    )


def _between(minutes: int, names: Names) -> str:
    # Medians of several draws can run backwards by a little; nobody is told of negative time.
    return names.language.span(minutes) if minutes > 0 else names.language.say(mark("at once"))
