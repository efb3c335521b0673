"""A cause chain as boxes: one a step and one for the need, the hours between them, never a negative one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.impact.result import ChainLink
from beredt.kit.language import language
from beredt.telling.chain_boxes import chain_boxes, often
from beredt.telling.names import names_of
from factories import impact

NAMES = names_of(
    snapshot=impact.build_municipality(), vocabulary=load_vocabulary(), language=language("da"), hazard_names={}
)


def test_power_mast_alarm():
    boxes = chain_boxes(impact.build_chain(), names=NAMES)
    assert [box.name for box in boxes] == ["Station Havneby", "Udføring 1", "Mast Nordby", "Nødkald"]
    assert [box.moment for box in boxes] == [
        "svigter ved 0 t",
        "nede fra 0 t",
        "nede fra 3 t",
        "ud over tålegrænsen ved 3 t",
    ]
    assert [box.between for box in boxes] == ["", "straks", "3 t", "straks"]
    assert [box.is_need for box in boxes] == [False, False, False, True]
    assert often(impact.build_chain(), names=NAMES) == "I 64 % af de forløb, hvor det sker"


def test_several_alike_are_counted():
    link = ChainLink(asset_id="mast", down_minute=0, buffer_minutes=0, why="disruption", alike=4)
    (box, _) = chain_boxes(impact.build_chain(links=(link,)), names=NAMES)
    assert box.name == "Mast Nordby (og 4 af samme slags)"


@given(minutes=st.lists(st.integers(0, 5_000), min_size=1, max_size=6), onset=st.integers(0, 5_000))
def test_medians_that_run_backwards_are_told_as_at_once(minutes, onset):
    links = tuple(ChainLink(asset_id="mast", down_minute=m, buffer_minutes=0, why="supply") for m in minutes)
    boxes = chain_boxes(impact.build_chain(links=links, onset_minute=onset), names=NAMES)
    assert len(boxes) == len(links) + 1
    assert not any("-" in box.between or "−" in box.between for box in boxes)
