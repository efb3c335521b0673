"""`beredt municipality check`: lines for people, JSON for programs, and the exit code."""

import json
import re
from importlib import resources

import jsonschema
import pytest

from beredt.adapters.packs import check_report, reader
from beredt.kit.language import language
from beredt.shell.cli import main as cli
from factories import municipality as factory

SCHEMA = json.loads((resources.files("beredt") / "content" / "schemas" / "check-1.json").read_text(encoding="utf-8"))
LINE = re.compile(r"^[^:]+:[0-9]+:[^:]*: .+")


@pytest.fixture
def check(tmp_path, capsys):
    """Runs the verb on a pack made of files; gives exit code, lines of standard output and the JSON document."""

    def run(files, *options):
        pack = factory.write_files(tmp_path / "pack", files)
        report = tmp_path / "report.json"
        code = cli.main(["municipality", "check", str(pack), "--json", str(report), *options])
        printed = capsys.readouterr()
        assert printed.err == ""
        document = json.loads(report.read_text(encoding="utf-8"))
        jsonschema.validate(document, SCHEMA)
        return code, printed.out.splitlines(), document

    return run


def spoilt(*changes):
    files = factory.small_pack_files()
    for name, old, new in changes:
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)
    return files


def test_a_good_pack(check):
    code, lines, document = check(factory.small_pack_files())
    assert code == 0
    assert lines == ["Ingen problemer."]
    assert document == {
        "schema": "beredt/check/1",
        "pack_hash": reader.fingerprint.pack_hash(factory.small_pack_tables()),
        "problems": [],
    }


def test_errors(check):
    files = spoilt(("assets.csv", b"1.075", b"nan"), ("measures.csv", b"450000", b'"2,5"'))
    code, lines, document = check(files)
    assert code == 2
    assert [LINE.match(line) is not None for line in lines] == [True, True, False]
    assert lines[0].startswith("assets.csv:2:restart_hours: Dette er ikke et endeligt tal.")
    assert lines[1].startswith("measures.csv:2:capital_kr: Tallet har decimalkomma.")
    assert lines[1].endswith("beredt municipality import")
    assert lines[2] == "2 fejl, 0 advarsler."
    assert document["pack_hash"] is None
    assert [(p["file"], p["row"], p["column"], p["code"], p["level"]) for p in document["problems"]] == [
        ("assets.csv", 2, "restart_hours", "not_finite", "error"),
        ("measures.csv", 2, "capital_kr", "decimal_comma", "error"),
    ]


def test_warnings_pass(check):
    code, lines, document = check(spoilt(("assets.csv", b",mast,Mast", b",must,Mast")), "--lang", "en")
    assert code == 0
    assert lines[0].startswith("assets.csv:4:kind: Warning: The kind must is not in the vocabulary.")
    assert lines[-1] == "0 errors, 1 warning."
    assert document["pack_hash"] is not None
    assert document["problems"][0]["level"] == "warning"


def test_the_same_in_both_languages_but_for_the_sentences(check):
    files = spoilt(("assets.csv", b"1.075", b"nan"))
    documents = [check(files, "--lang", code)[2] for code in ("da", "en")]
    told = [[{**p, "message": "", "expected": "", "remedy": ""} for p in d["problems"]] for d in documents]
    assert told[0] == told[1]
    assert documents[0] != documents[1]


def test_no_path_of_this_machine_is_told(check, tmp_path):
    _, lines, document = check({})
    assert str(tmp_path) not in json.dumps(document) + "".join(lines)


def test_a_pack_that_is_not_there(tmp_path, capsys):
    assert cli.main(["municipality", "check", str(tmp_path / "intet")]) == 2
    assert capsys.readouterr().out.startswith("intet:1:: Der er intet på denne sti.")


def test_a_report_that_cannot_be_written_leaves_nothing(tmp_path, capsys):
    pack = factory.write_files(tmp_path / "pack", factory.small_pack_files())
    assert cli.main(["municipality", "check", str(pack), "--json", str(tmp_path / "nej" / "r.json")]) == 2
    assert "nej" in capsys.readouterr().err
    assert [entry.name for entry in tmp_path.iterdir()] == ["pack"]


def test_every_code_keeps_to_the_schema(tmp_path):
    """Awkward names of files, columns and ids stay strings that JSON and the schema can hold."""
    files = factory.small_pack_files() | {
        "datapackage.json": b'{"resources": [{"name": "sites", "path": "\\u00e6 {0}.csv"}]}'
    }
    reading = reader.read_pack(factory.write_files(tmp_path / "pack", files))
    assert [problem.file for problem in reading.problems] == ["æ {0}.csv"]
    jsonschema.validate(check_report.report_document(reading, language=language("da")), SCHEMA)
