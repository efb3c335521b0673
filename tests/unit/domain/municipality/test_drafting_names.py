"""Every way to write a municipality leads to the one that was meant."""

import pytest

from beredt.adapters.open_data.defaults import known_municipalities
from beredt.domain.municipality.drafting.facts import KnownMunicipality
from beredt.domain.municipality.drafting.names import municipality_names

KNOWN = known_municipalities()
NAMES = municipality_names(KNOWN.values())
SPELLINGS = {
    "400": ("Bornholm", "Bornholms Regionskommune", "BORNHOLM", "bornholms", "0400", "400", "400.0", "400 Bornholm"),
    "751": ("Aarhus", "Århus", "Århus Kommune", "Aarhus Kommune", "AARHUS", "aarhus kommune "),
    "820": ("Vesthimmerland", "Vesthimmerlands", "Vesthimmerlands Kommune"),
    "480": ("Nordfyn", "Nordfyns", "Nordfyns Kommune"),
    "169": ("Høje-Taastrup", "Høje Taastrup", "Hoeje-Taastrup", "Høje-Tåstrup Kommune"),
    "173": ("Lyngby-Taarbæk", "Lyngby Tårbæk"),
    "430": ("Faaborg-Midtfyn", "Fåborg-Midtfyn Kommune"),
    "580": ("Aabenraa", "Åbenrå"),
    "492": ("Ærø", "Aeroe", "Ærø Kommune"),
    "101": ("København", "Københavns Kommune", "Copenhagen", "0101", "101 København"),
    "760": ("Ringkøbing-Skjern", "Ringkøbing - Skjern"),
}


@pytest.mark.parametrize(("code", "spelling"), [(code, text) for code, texts in SPELLINGS.items() for text in texts])
def test_known_spellings(code, spelling):
    assert NAMES.code_of(spelling) == code


def test_every_municipality_by_its_names_and_codes():
    for code, known in KNOWN.items():
        for spelling in (known.name, known.official_name, code, code.zfill(4), known.name.upper()):
            assert NAMES.code_of(spelling) == code


@pytest.mark.parametrize(
    "text",
    ["", None, "0", "000", "084", "411", "999", "Hele landet", "Region Sjælland", "Malmø", "4000", "-400", "Rønne"],
)
def test_what_names_no_municipality_is_none(text):
    assert NAMES.code_of(text) is None


def test_two_municipalities_that_cannot_be_told_apart_are_refused():
    twins = [
        KnownMunicipality(
            code=code, name=name, official_name=name, region="", population=1, population_source="", as_of=""
        )
        for code, name in (("901", "Åby"), ("902", "Aaby"))
    ]
    with pytest.raises(ValueError, match="two municipalities"):
        municipality_names(twins)
