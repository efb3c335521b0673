"""The words of packs and the table of the 98 municipalities."""

from collections import Counter

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.municipality.care_slices import SLICE_KIND, SLICE_SERVICE, VISIT_KIND
from beredt.domain.riskpicture.levers import INSTITUTIONS, LEVERS, SHELTER
from beredt.domain.riskpicture.templates import SHARED_KINDS
from factories.catalogues import build_lever

WORDS = load_vocabulary()


class TestMunicipalities:
    def test_are_98_with_the_countrys_population(self):
        """Statistics Denmark FOLK1A 2026: 6 025 511 inhabitants."""
        assert len(WORDS.municipalities) == 98
        assert sum(municipality.population for municipality in WORDS.municipalities.values()) == 6_025_511

    def test_regions_have_their_number_of_municipalities(self):
        assert Counter(municipality.region for municipality in WORDS.municipalities.values()) == {
            "Region Hovedstaden": 29,
            "Region Sjælland": 17,
            "Region Syddanmark": 22,
            "Region Midtjylland": 19,
            "Region Nordjylland": 11,
        }

    def test_names_are_spelt_as_the_municipalities_do(self):
        names = {code: (row.name, row.official_name) for code, row in WORDS.municipalities.items()}
        assert names["101"] == ("København", "Københavns Kommune")
        assert names["400"] == ("Bornholm", "Bornholms Regionskommune")
        assert names["820"] == ("Vesthimmerlands", "Vesthimmerlands Kommune")
        assert names["751"][0] == "Aarhus"
        assert names["851"][0] == "Aalborg"

    def test_every_figure_has_its_source_and_date(self):
        for row in WORDS.municipalities.values():
            assert row.population_source
            assert row.as_of
            assert row.code == row.code.lstrip("0")

    def test_no_fictitious_code_is_a_real_one(self):
        assert not WORDS.fictitious_codes & set(WORDS.municipalities)
        assert WORDS.municipality_codes == WORDS.fictitious_codes | set(WORDS.municipalities)


class TestWords:
    def test_every_word_has_both_names_and_no_two_of_a_kind_are_called_the_same(self):
        for words in (WORDS.services, WORDS.kinds, WORDS.need_types):
            for code in ("da", "en"):
                names = [word.name_in(code) for word in words.values()]
                assert all(name.strip() for name in names)
                assert len(set(names)) == len(names)

    def test_usual_services_are_services(self):
        for word in WORDS.need_types.values():
            assert word.usual_services
            assert set(word.usual_services) <= set(WORDS.services)

    def test_population_services(self):
        assert set(WORDS.population_services) == {
            "power", "heat", "water", "wastewater", "mobile", "internet", "road",
        }  # fmt: skip

    def test_the_code_speaks_the_vocabulary(self):
        asked = [kind.asks_for(build_lever(services=(), extent="")) for kind in LEVERS.values()]
        kinds = {SLICE_KIND, VISIT_KIND, *INSTITUTIONS, *(word for selector in asked for word in selector.kinds)}
        services = {SLICE_SERVICE, SHELTER, *(word for selector in asked for word in selector.services)}
        assert kinds | {"fuel_supplier", "ferry"} <= set(WORDS.kinds)
        assert set(SHARED_KINDS) <= set(WORDS.kinds)
        assert services <= set(WORDS.services)

    def test_a_word_nobody_knows_is_its_own_name(self):
        assert WORDS.service_name("joy", "da") == "joy"
        assert WORDS.service_name("power", "da") == "strøm"
        assert WORDS.kind_name("mast", "en") == "mobile mast"
        assert WORDS.need_name("oxygen", "da") == "ilt"
