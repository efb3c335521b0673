"""A file of outages: read to the minute, or every problem told with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.adapters.outages import UnusableOutages, require_outages
from beredt.domain.riskpicture.scenario import Outage
from beredt.kit.errors import InvalidInput, UserError
from beredt.kit.language import language

ASSETS = ("feeder", "mast", "station")


def read(tmp_path, content, *, horizon_hours=72):
    path = tmp_path / "outages.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return require_outages(path, asset_ids=ASSETS, horizon_hours=horizon_hours)


def problems(tmp_path, content):
    with pytest.raises(UnusableOutages) as caught:
        read(tmp_path, content)
    return [(problem.row, problem.column, problem.code) for problem in caught.value.problems]


def outage(asset_id, start, end):
    return Outage(asset_id=asset_id, start_minute=start, end_minute=end)


def test_hours_become_minutes_half_up(tmp_path):
    found = read(tmp_path, "asset_id,start_hours,end_hours\nmast,0.025,1.075\nstation,2,4.5\n")
    assert found == (outage("mast", 2, 65), outage("station", 120, 270))


def test_any_order_of_columns_and_more_of_them(tmp_path):
    found = read(tmp_path, "why,end_hours,asset_id,start_hours\r\nice,2,mast,1\r\n")
    assert found == (outage("mast", 60, 120),)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_with_or_without_a_byte_order_mark(tmp_path, mark):
    assert read(tmp_path, mark + b"asset_id,start_hours,end_hours\nmast,0,1\n") == (outage("mast", 0, 60),)


def test_a_danish_spreadsheet_saves_it_with_semicolons_and_commas(tmp_path):
    """`beredt municipality import` takes no outages: to be sent there was a dead end."""
    found = read(tmp_path, "asset_id;start_hours;end_hours;bemærkning\r\nmast;0,5;12,25;is, og mere\r\nfeeder;1;;\r\n")
    assert found == (outage("mast", 30, 735), outage("feeder", 60, 96 * 60))
    assert problems(tmp_path, "asset_id;start_hours;end_hours\nmast;1.200,5;3\nmast;;3\n") == [
        (2, "start_hours", "decimal_comma"),
        (3, "start_hours", "blank_value"),
    ]


def test_an_unknown_end_lasts_beyond_the_horizon(tmp_path):
    assert read(tmp_path, "asset_id,start_hours,end_hours\nmast,1,\n", horizon_hours=10) == (
        outage("mast", 60, 34 * 60),
    )


def test_overlap_repetition_and_a_start_after_the_horizon_are_fine(tmp_path):
    found = read(tmp_path, "asset_id,start_hours,end_hours\nmast,0,5\nmast,3,8\nmast,0,5\nmast,900,901\n")
    assert len(found) == 4


def test_an_outage_of_no_time_is_none(tmp_path):
    assert read(tmp_path, "asset_id,start_hours,end_hours\nmast,3,3\nmast,4.001,4.002\n") == ()


def test_only_a_header_is_no_outage(tmp_path):
    assert read(tmp_path, "asset_id,start_hours,end_hours\n") == ()


def test_every_problem_at_once_with_its_place(tmp_path):
    content = (
        "asset_id,start_hours,end_hours\n"
        "nowhere,0,1\n"
        "mast,5,4\n"
        "mast,-1,2\n"
        "mast,nan,2\n"
        'mast,"1,5",2\n'
        ",0,1\n"
        "mast,,1\n"
        "mast,soon,1\n"
        "mast,0,1e9\n"
    )
    assert problems(tmp_path, content) == [
        (2, "asset_id", "unknown_id"),
        (3, "end_hours", "end_before_start"),
        (4, "start_hours", "out_of_range"),
        (5, "start_hours", "not_finite"),
        (6, "start_hours", "decimal_comma"),
        (7, "asset_id", "blank_id"),
        (8, "start_hours", "blank_value"),
        (9, "start_hours", "not_a_number"),
        (10, "end_hours", "out_of_range"),
    ]


def test_a_missing_column_is_named(tmp_path):
    assert problems(tmp_path, "asset_id,start_hours\nmast,0\n") == [(1, "end_hours", "missing_column")]


def test_an_empty_file_lacks_its_header(tmp_path):
    assert problems(tmp_path, "") == [(1, "", "missing_header")]


def test_the_message_is_one_line_per_problem_in_danish(tmp_path):
    with pytest.raises(UnusableOutages) as caught:
        read(tmp_path, "asset_id,start_hours,end_hours\nmast,5,4\nnowhere,0,1\n")
    told = caught.value.told_in(language("da")).splitlines()
    assert told[0].startswith("Der er fejl i svigtfilen outages.csv.")
    assert told[1].startswith("outages.csv:2:end_hours: Svigtet slutter, før det begynder. ")
    assert told[2].startswith("outages.csv:3:asset_id: ")
    assert caught.value.exit_code == 2


def test_a_number_that_may_be_a_person_is_not_repeated(tmp_path):
    with pytest.raises(UnusableOutages) as caught:
        read(tmp_path, "asset_id,start_hours,end_hours\n" + "0" * 6 + "-" + "0" * 4 + ",0,1\n")
    assert "000000" not in caught.value.told_in(language("da"))


@pytest.mark.parametrize("name", ["no-such-file.csv", "."])
def test_no_such_file(tmp_path, name):
    with pytest.raises(InvalidInput, match="cannot be read"):
        require_outages(tmp_path / name, asset_ids=ASSETS, horizon_hours=72)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_sentences(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("outages") / "outages.csv"
    path.write_bytes(content)
    refused = ""
    try:
        require_outages(path, asset_ids=ASSETS, horizon_hours=72)
    except UserError as error:
        refused = error.told_in(language("da"))
    assert refused == "" or "outages.csv" in refused


rows = st.lists(
    st.tuples(
        st.sampled_from((*ASSETS, "nowhere", "")), *[st.sampled_from(("0", "1.5", "71.999", "-2", "x", "", "1e3"))] * 2
    ),
    max_size=6,
)


@given(rows)
def test_good_rows_are_read_and_bad_ones_never_slip_through(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("outages") / "outages.csv"
    path.write_text("asset_id,start_hours,end_hours\n" + "".join(",".join(row) + "\n" for row in rows))

    def is_bad(asset_id, start, end):
        return (
            asset_id not in ASSETS
            or start in {"-2", "x", ""}
            or end in {"-2", "x"}
            or (end != "" and float(end) < float(start))
        )

    bad = [number for number, row in enumerate(rows, start=2) if any(row) and is_bad(*row)]
    told = []
    try:
        found = require_outages(path, asset_ids=ASSETS, horizon_hours=72)
    except UnusableOutages as error:
        told, found = sorted({problem.row for problem in error.problems}), ()
    assert told == bad
    assert all(outage.start_minute < outage.end_minute for outage in found)
