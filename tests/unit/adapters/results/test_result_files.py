"""Result files: readable, the same every time, and whole or not there."""

import json
import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.adapters.results import files
from beredt.kit.errors import InvalidInput

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
trees = st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4))


@given(st.dictionaries(st.text(), trees, max_size=5))
def test_what_is_written_can_be_read_back(document):
    assert json.loads(files.render_json(document)) == document


def test_rows_of_a_table_stand_on_a_line_each():
    text = files.render_json({"hazards": [{"needs": [{"a": 1, "b": [1, 2]}, {"a": 2, "b": []}], "empty": []}]})
    assert text.splitlines() == [
        "{",
        '  "hazards": [',
        "    {",
        '      "needs": [',
        '        {"a":1,"b":[1,2]},',
        '        {"a":2,"b":[]}',
        "      ],",
        '      "empty": []',
        "    }",
        "  ]",
        "}",
    ]
    assert text.endswith("}\n")


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(number):
    with pytest.raises(ValueError, match="JSON compliant"):
        files.render_json({"figure": number})


@given(st.floats(-1e9, 1e9))
def test_rounding_is_near_and_has_no_negative_zero(value):
    rounded = files.rounded(value)
    assert abs(rounded - value) <= 1e-6
    assert str(rounded) != "-0.0"


def test_a_file_is_replaced_whole_and_readable_by_others(tmp_path):
    path = tmp_path / "result.json"
    path.write_text("old")
    files.write_json({"navn": "Søndermark"}, path)
    assert json.loads(path.read_bytes().decode("utf-8")) == {"navn": "Søndermark"}
    assert "Søndermark".encode() in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert os.listdir(tmp_path) == ["result.json"]


def test_a_failure_on_the_way_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch):
    path = tmp_path / "result.json"
    path.write_text("old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(InvalidInput, match="No space left"):
        files.write_text("new", path)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["result.json"]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    files.write_text("new", tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text() == "new"


def test_a_device_is_written_to_and_not_replaced():
    files.write_text("into the void", files.Path(os.devnull))
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.parametrize("place", ["no/such/folder/result.json", "."])
def test_a_place_that_cannot_be_written_is_told_before_the_work(tmp_path, place):
    with pytest.raises(InvalidInput):
        files.require_place(tmp_path / place)
    with pytest.raises(InvalidInput):
        files.write_text("text", tmp_path / place)


def test_a_good_place_and_none_are_fine(tmp_path):
    files.require_place(None)
    files.require_place(tmp_path / "result.json")
