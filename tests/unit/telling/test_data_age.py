"""The age of the inputs, told with the share that has none."""

import attrs
import pytest

from beredt.domain.municipality.tables import Origin
from beredt.kit.language import language
from beredt.telling.data_age import DataAge, age_sentence, data_age
from factories import impact as factory


def dated(*dates):
    tables = factory.build_tables()
    rows = [attrs.evolve(tables.assets[0], asset_id=f"a{n}", origin=Origin(as_of=date)) for n, date in enumerate(dates)]
    return attrs.evolve(tables, assets=tuple(rows), dependencies=(), needs=())


@pytest.mark.parametrize(
    ("dates", "age"),
    [
        (("2026-03-31", "2024", ""), DataAge(oldest="2024", newest="2026-03-31", undated_share=1 / 3)),
        (("2026-03", "2026-03"), DataAge(oldest="2026-03", newest="2026-03")),
        (("", ""), DataAge(undated_share=1.0)),
        ((), DataAge()),
    ],
)
def test_oldest_newest_and_undated(dates, age):
    found = data_age(dated(*dates))
    assert (found.oldest, found.newest) == (age.oldest, age.newest)
    assert found.undated_share == pytest.approx(age.undated_share)


@pytest.mark.parametrize(
    ("age", "danish", "english"),
    [
        (
            DataAge(oldest="2024", newest="2026-03", undated_share=0.25),
            "Oplysningerne er fra 2024 til marts 2026; 25 % af dem har ingen dato.",
            "The inputs are from 2024 to March 2026; 25 % of them have no date.",
        ),
        (DataAge(oldest="2026", newest="2026"), "Oplysningerne er fra 2026.", "The inputs are from 2026."),
        (DataAge(undated_share=1.0), "Ingen af oplysningerne har en dato.", "None of the inputs has a date."),
        (DataAge(), "", ""),
    ],
)
def test_sentences(age, danish, english):
    assert age_sentence(age, language("da")) == danish
    assert age_sentence(age, language("en")) == english
