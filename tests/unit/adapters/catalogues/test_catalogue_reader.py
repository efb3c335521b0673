"""Catalogue folders: found, read, refused with every problem at once, never with a traceback."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.catalogues import reader
from beredt.adapters.catalogues.edition_files import read_edition
from beredt.adapters.catalogues.problem import InvalidCatalogue
from beredt.kit.errors import NotFound
from beredt.kit.language import language
from factories.catalogues import FACTS, hazard_entries, write_catalogue

DANISH, ENGLISH = language("da"), language("en")


def problems_of(folder):
    with pytest.raises(InvalidCatalogue) as caught:
        reader.load_folder(folder)
    return caught.value.problems


def places_of(folder):
    return {problem.where for problem in problems_of(folder)}


def changed(number, **changes):
    """The factory's hazards with one of them changed; None takes a key away."""
    entries = hazard_entries()
    merged = entries[number] | changes
    entries[number] = {key: value for key, value in merged.items() if value is not None}
    return entries


def with_lever(**changes):
    entries = hazard_entries()
    lever = entries[0]["scenario"]["levers"][0]
    merged = lever | changes
    entries[0]["scenario"]["levers"][0] = {key: value for key, value in merged.items() if value is not None}
    return entries


class TestFinding:
    def test_the_default_has_the_most_confirmed_expressible_hazards(self):
        registry = reader.load_catalogues()
        counts = {
            edition.edition_id: sum(hazard.is_confirmed and hazard.template is not None for hazard in edition.hazards)
            for edition in registry.editions
        }
        assert counts[reader.default_catalogue_id()] == max(counts.values())

    def test_a_short_id_belongs_to_the_selected_catalogue(self):
        assert reader.open_catalogues("nrb-2025").hazard("cyber").hazard_id == "nrb-2025/cyber"
        assert reader.open_catalogues("nrb-2022").hazard("cyber").hazard_id == "nrb-2022/cyber"
        assert reader.open_catalogues("nrb-2022").hazard("nrb-2025/cyber").hazard_id == "nrb-2025/cyber"

    def test_an_unknown_hazard_is_told_with_the_known_ones(self):
        with pytest.raises(NotFound) as caught:
            reader.open_catalogues("samsik-2025-10").hazard("dragons")
        told = caught.value.told_in(DANISH)
        assert "dragons" in told
        assert all(short_id in told for short_id in ("power-failure", "it-failure", "mobile-failure", "water-failure"))

    @pytest.mark.parametrize("named", ["nrb-1901", "nowhere/at/all", ""])
    def test_an_unknown_catalogue_is_told_with_the_known_ones(self, named):
        with pytest.raises(NotFound) as caught:
            reader.open_catalogues(named)
        assert "samsik-2025-10" in caught.value.told_in(ENGLISH)

    def test_a_folder_is_selected_and_stands_beside_the_others(self, tmp_path):
        registry = reader.open_catalogues(str(write_catalogue(tmp_path / "vestby-2026")))
        assert registry.selected.edition_id == "vestby-2026"
        assert registry.hazard("storm").hazard_id == "vestby-2026/storm"
        assert registry.hazard("nrb-2022/storm").hazard_id == "nrb-2022/storm"

    def test_a_folder_replaces_the_shipped_edition_of_the_same_id(self, tmp_path):
        facts = FACTS.replace("vestby-2026", "nrb-2022")
        registry = reader.load_catalogues(extra_folder=write_catalogue(tmp_path / "x", facts=facts))
        ids = [edition.edition_id for edition in registry.editions]
        assert ids.count("nrb-2022") == 1
        assert len(registry.edition("nrb-2022").hazards) == 2


class TestReading:
    def test_values_arrive_as_written(self, tmp_path):
        entries = with_lever(probability=0.25, onset_hours=[1, 6.5], scope="national", correlation=0, optional=True)
        entries[0]["scenario"] |= {"season": "winter", "temperature_c": -3.5, "wider_than_municipality": True}
        edition = reader.load_folder(write_catalogue(tmp_path, hazards=entries))
        template = edition.hazard("storm").template
        (lever,) = template.levers
        assert (template.season, template.temperature_c, template.wider_than_municipality) == ("winter", -3.5, True)
        assert (lever.probability, lever.onset_hours, lever.correlation) == (0.25, (1.0, 6.5), 0.0)
        assert (lever.scope, lever.optional, lever.services, lever.extent) == ("national", True, ("power",), "roots")
        assert (lever.duration_p50_hours, lever.duration_p90_hours) == (4.0, 12.0)
        assert edition.hazard("war").not_expressible.en == "Not in the model."

    def test_windows_files_with_a_byte_order_mark_are_read(self, tmp_path):
        folder = write_catalogue(tmp_path)
        for file in ("pack.toml", "hazards.yaml"):
            text = (folder / file).read_text(encoding="utf-8")
            (folder / file).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
        assert len(reader.load_folder(folder).hazards) == 2


class TestProblems:
    def test_ten_faults_are_ten_located_problems(self, tmp_path):
        entries = with_lever(lever="magic", probability=1.5, duration_hours={"p50": 12, "p90": 4}, colour="red")
        entries[0] |= {"id": "Big Storm", "source": "hearsay", "family": "mood"}
        entries[1] |= {"wording": "rumoured"}
        del entries[1]["advice"]
        facts = FACTS.replace('date = "2026-03"', 'date = "last spring"')
        folder = write_catalogue(tmp_path, hazards=entries, facts=facts)
        lever = "hazards[1].scenario.levers[1]"
        assert places_of(folder) == {
            "date",
            "hazards[1].id",
            "hazards[1].source",
            "hazards[1].family",
            f"{lever}.lever",
            f"{lever}.probability",
            f"{lever}.duration_hours.p90",
            f"{lever}.colour",
            "hazards[2].wording",
            "hazards[2].advice",
        }
        lines = (folder / "hazards.yaml").read_text(encoding="utf-8").splitlines()
        for problem in problems_of(folder):
            assert problem.line_in(DANISH).startswith(f"{problem.file}:{problem.line or 1}:{problem.where}: ")
            if problem.where.endswith(("id", "family", "colour", "probability")):
                assert problem.where.rsplit(".", 1)[-1] in lines[problem.line - 1]

    @pytest.mark.parametrize(
        ("entries", "where"),
        [
            (changed(0, id=None), "hazards[1].id"),
            (changed(0, name={"da": "Storm"}), "hazards[1].name.en"),
            (changed(0, name="Storm"), "hazards[1].name"),
            (changed(0, confirmed_as=None), "hazards[1].confirmed_as"),
            (changed(1, confirmed_as="title"), "hazards[2].confirmed_as"),
            (changed(0, not_expressible={"da": "x", "en": "x"}), "hazards[1]"),
            (changed(0, scenario=None), "hazards[1]"),
            (changed(1, id="storm"), "hazards[2].id"),
            (with_lever(services=None), "hazards[1].scenario.levers[1].services"),
            (with_lever(services="power"), "hazards[1].scenario.levers[1].services"),
            (with_lever(condition="dry_ground"), "hazards[1].scenario.levers[1].condition"),
            (with_lever(because=None), "hazards[1].scenario.levers[1].because"),
            (with_lever(onset_hours=[6, 2]), "hazards[1].scenario.levers[1].onset_hours"),
            (with_lever(onset_hours=3), "hazards[1].scenario.levers[1].onset_hours"),
            (with_lever(probability="likely"), "hazards[1].scenario.levers[1].probability"),
            (with_lever(probability=True), "hazards[1].scenario.levers[1].probability"),
            (with_lever(probability=float("nan")), "hazards[1].scenario.levers[1].probability"),
            (with_lever(correlation=-0.1), "hazards[1].scenario.levers[1].correlation"),
            (with_lever(duration_hours={"p50": 0, "p90": 1}), "hazards[1].scenario.levers[1].duration_hours.p50"),
            (with_lever(duration_hours={"p50": 1, "p90": 1e9}), "hazards[1].scenario.levers[1].duration_hours.p90"),
            (with_lever(duration_hours={"p50": 1}), "hazards[1].scenario.levers[1].duration_hours.p90"),
        ],
    )
    def test_one_fault_is_one_problem_in_its_place(self, tmp_path, entries, where):
        assert [problem.where for problem in problems_of(write_catalogue(tmp_path, hazards=entries))] == [where]

    def test_a_cause_used_twice_would_share_its_luck_twice(self, tmp_path):
        entries = hazard_entries()
        levers = entries[0]["scenario"]["levers"]
        levers.append(copy.deepcopy(levers[0]))
        assert places_of(write_catalogue(tmp_path, hazards=entries)) == {
            "hazards[1].scenario.levers[1].cause",
            "hazards[1].scenario.levers[2].cause",
        }

    @pytest.mark.parametrize(
        ("old", "new", "where"),
        [
            ('completeness = "partial"', 'completeness = "complete"', "hazards_published"),
            ("hazards_published = 3", "hazards_published = 1", "hazards_published"),
            ("hazards_published = 3", "hazards_published = 2.5", "hazards_published"),
            ("binding = false", 'binding = "no"', "binding"),
            ("binding = false", "", "binding"),
            ('id = "vestby-2026"', 'id = "../../etc"', "id"),
            ('version = "1"', 'version = "1"\nmood = "good"', "mood"),
        ],
    )
    def test_facts_are_checked(self, tmp_path, old, new, where):
        assert old in FACTS
        assert where in places_of(write_catalogue(tmp_path, facts=FACTS.replace(old, new)))

    @pytest.mark.parametrize(
        ("file", "content"),
        [
            ("hazards.yaml", b"hazards: [\n  - id: x\n"),
            ("hazards.yaml", b"hazards: \xff\xfe"),
            ("hazards.yaml", b""),
            ("hazards.yaml", b"- 1\n- 2\n"),
            ("hazards.yaml", b"hazards: &a [*a]\n"),
            ("hazards.yaml", b"hazards: !!python/object/apply:os.system ['true']\n"),
            ("hazards.yaml", b"hazards: []\nhazards: []\n"),
            ("hazards.yaml", b"[" * 5000),
            ("hazards.yaml", b"hazards:\n" + b"- " * 200 + b"x\n"),
            ("hazards.yaml", b"? [a, b]\n: c\n"),
            ("hazards.yaml", b"hazards: [{id: 0x_, probability: 1:61:99, x: 1_0, y: 2026-13-45}]\n"),
            ("hazards.yaml", b"--- a\n--- b\n"),
            ("pack.toml", b"id = \n"),
            ("pack.toml", b'id = "\x00"\n'),
            ("pack.toml", b"x = " + b"[" * 3000),
            ("pack.toml", b"hazards_published = 1e400\n"),
        ],
    )
    def test_what_cannot_be_read_is_a_problem_of_that_file(self, tmp_path, file, content):
        folder = write_catalogue(tmp_path)
        (folder / file).write_bytes(content)
        assert file in {problem.file for problem in problems_of(folder)}

    @pytest.mark.parametrize("file", ["pack.toml", "hazards.yaml", "SOURCES.md"])
    def test_a_missing_file_is_one_problem(self, tmp_path, file):
        folder = write_catalogue(tmp_path)
        (folder / file).unlink()
        assert [problem.file for problem in problems_of(folder)] == [file]

    def test_a_file_that_is_far_too_large_is_not_read(self, tmp_path):
        folder = write_catalogue(tmp_path)
        with (folder / "hazards.yaml").open("ab") as stream:
            stream.write(b"#" * 2_000_001)
        assert [problem.file for problem in problems_of(folder)] == ["hazards.yaml"]

    def test_no_folder_is_not_found(self, tmp_path):
        with pytest.raises(NotFound):
            reader.load_folder(tmp_path / "nowhere")


@settings(max_examples=150)
@given(
    file=st.sampled_from(["pack.toml", "hazards.yaml"]),
    cut=st.tuples(st.integers(0, 1200), st.integers(0, 40)),
    put=st.one_of(
        st.binary(max_size=6), st.sampled_from([b"\n", b": ", b"- ", b'"', b"{", b"&a ", b"*a", b"~", b"1e999"])
    ),
)
def test_random_damage_is_told_or_harmless(tmp_path_factory, file, cut, put):
    folder = write_catalogue(tmp_path_factory.mktemp("c"))
    content = (folder / file).read_bytes()
    start, length = cut[0] % len(content), cut[1]
    (folder / file).write_bytes(content[:start] + put + content[start + length :])
    edition, problems = read_edition(folder)
    lines = [problem.line_in(DANISH) for problem in problems]
    assert all(line.startswith(("pack.toml:", "hazards.yaml:")) for line in lines)
    assert problems or edition.hazards_published >= len(edition.hazards)
