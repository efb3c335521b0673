"""Names come from the pack and the vocabulary, and are safe to print."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.kit.language import language
from beredt.telling import names
from factories import impact as factory


def names_in(code, **changes):
    return names.names_of(
        snapshot=factory.build_municipality(),
        vocabulary=load_vocabulary(),
        language=language(code),
        hazard_names=changes.get("hazard_names", {}),
    )


def test_words_in_both_languages():
    assert names_in("da").service("power") == "strøm"
    assert names_in("en").service("power") == "power"
    assert names_in("da").need_type("call_alarm") == "nødkald"


def test_what_nobody_named_keeps_its_id():
    spoken = names_in("da")
    assert spoken.service("teleport") == "teleport"
    assert spoken.asset("no-such-asset") == "no-such-asset"
    assert spoken.area("") == ""
    assert spoken.hazard("edition/hazard") == "edition/hazard"


def test_assets_areas_and_hazards_by_name():
    spoken = names_in("da", hazard_names={"edition/storm": "storm og orkan"})
    assert spoken.asset("mast") == "Mast Nordby"
    assert spoken.area("havneby") == "Havneby"
    assert spoken.hazard("edition/storm") == "Storm og orkan"
    assert spoken.hazard("") == "Svigtene i filen"


@given(st.text())
def test_printable_is_one_line_without_control_characters(text):
    shown = names.printable(text)
    assert not any(unicodedata.category(sign).startswith("C") for sign in shown)
    assert shown == " ".join(shown.split())
    assert names.printable(shown) == shown
    assert [sign for sign in text if sign.isalnum()] == [sign for sign in shown if sign.isalnum()]
