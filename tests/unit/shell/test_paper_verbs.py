"""`beredt report` and `beredt folder` from the command line: what is written, what is refused, and in which words."""

import re

import pytest
from pypdf import PdfReader

from beredt.adapters.demo.fjordby import build_fjordby
from beredt.adapters.packs import writer
from beredt.shell.cli.main import main
from oracles.paper_texts import docx_text, pdf_text

QUICK = ["--draws", "15", "--hazard", "nrb-2022/transport-accident", "--date", "2026-11-23"]


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "fjordby"
    writer.write_pack(build_fjordby(), folder)
    return folder


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_folder_is_written_and_told_about(pack, tmp_path, capsys):
    out = tmp_path / "mappe.pdf"
    code, told, _ = run(capsys, "folder", pack, *QUICK, "--out", out)
    assert code == 0
    pages = len(PdfReader(out).pages)
    assert told == (
        f"{out}: Krisemappe, {pages} sider. Udskrevet 23. november 2026 · gælder til 22. maj 2027. INTERN.\n"
    )
    assert "Transportulykker" in pdf_text(out.read_bytes())


@pytest.mark.slow
def test_the_folder_in_english(pack, tmp_path, capsys):
    out = tmp_path / "folder.pdf"
    code, told, _ = run(capsys, "folder", pack, *QUICK, "--out", out, "--lang", "en", "--valid-days", "30")
    assert code == 0
    assert "valid until 23 December 2026. INTERNAL." in told
    assert PdfReader(out).trailer["/Root"]["/Lang"].startswith("en")


@pytest.mark.slow
def test_the_same_command_writes_the_same_bytes(pack, tmp_path, capsys):
    outs = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for out in outs:
        run(capsys, "folder", pack, *QUICK, "--out", out)
    assert outs[0].read_bytes() == outs[1].read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["staff", "council"])
@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_the_report_in_every_form(pack, tmp_path, capsys, audience, suffix):
    out = tmp_path / f"rapport.{suffix}"
    options = [*QUICK, "--sets", "0", "--no-verify-first", "--audience", audience, "--out", out]
    code, told, _ = run(capsys, "report", pack, *options)
    assert code == 0
    assert str(out) in told
    text = pdf_text(out.read_bytes()) if suffix == "pdf" else docx_text(out.read_bytes())
    assert "Fjordby Kommune" in text
    assert ("Indstilling" in text) == (audience == "council")


def test_a_hazard_that_cannot_be_computed_still_gives_a_report(pack, tmp_path, capsys):
    out = tmp_path / "rapport.pdf"
    code, _, _ = run(capsys, "report", pack, "--hazard", "nrb-2022/terrorism", "--date", "2026-11-23", "--out", out)
    assert code == 0
    assert "Ingen af disse hændelser kan regnes igennem" in pdf_text(out.read_bytes())


@pytest.mark.parametrize(
    ("verb", "name", "suffixes"),
    [("report", "r.txt", ".pdf / .docx"), ("report", "r", ".pdf / .docx"), ("folder", "f.docx", ".pdf")],
)
def test_a_wrong_suffix_is_refused_before_any_work(pack, tmp_path, capsys, verb, name, suffixes):
    out = tmp_path / name
    code, told, error = run(capsys, verb, pack, *QUICK, "--out", out)
    assert (code, told) == (2, "")
    assert error == f"Filen {out} kan ikke laves: navnet skal slutte på {suffixes}. Intet er skrevet.\n"
    assert not out.exists()


@pytest.mark.parametrize("verb", ["report", "folder"])
def test_a_folder_that_is_not_there_is_told_before_any_work(pack, tmp_path, capsys, verb):
    code, _, error = run(capsys, verb, pack, *QUICK, "--out", tmp_path / "nowhere" / "f.pdf")
    assert code == 2
    assert "kan ikke skrives" in error


@pytest.mark.parametrize("day", ["i dag", "2026-13-01", "23-11-2026", ""])
def test_a_day_that_is_none_is_refused(pack, tmp_path, capsys, day):
    code, _, error = run(capsys, "folder", pack, "--date", day, "--out", tmp_path / "f.pdf")
    assert code == 2
    assert "er ikke en dag. Skriv år, måned og dag" in error


@pytest.mark.parametrize("days", ["0", "-1", "4000", "mange"])
def test_a_validity_that_is_none_is_refused(pack, tmp_path, capsys, days):
    code, _, error = run(capsys, "folder", pack, "--valid-days", days, "--out", tmp_path / "f.pdf")
    assert code == 2
    assert "er ikke et helt tal fra 1 til 3650" in error


def test_more_hazards_than_there_is_room_for_are_refused(pack, tmp_path, capsys):
    many = [word for number in range(9) for word in ("--hazard", f"nrb-2022/h{number}")]
    code, _, error = run(capsys, "folder", pack, *many, "--out", tmp_path / "f.pdf")
    assert code == 2
    assert "Mappen har plads til 8 hændelser, og der er nævnt 9." in error


def test_an_unknown_hazard_is_refused(pack, tmp_path, capsys):
    code, _, _ = run(capsys, "folder", pack, "--hazard", "nrb-2022/dragons", "--out", tmp_path / "f.pdf")
    assert code == 2
    assert not (tmp_path / "f.pdf").exists()


@pytest.mark.slow
def test_the_day_may_come_from_the_build(pack, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    quick = [word for word in QUICK if word not in ("--date", "2026-11-23")]
    code, told, _ = run(capsys, "folder", pack, *quick, "--out", tmp_path / "f.pdf")
    assert code == 0
    assert "Udskrevet 14. november 2023" in told


def test_a_file_that_is_there_is_replaced_whole_or_not_at_all(pack, tmp_path, capsys):
    out = tmp_path / "mappe.pdf"
    out.write_bytes(b"old")
    assert run(capsys, "folder", pack, *QUICK, "--out", out)[0] == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == ["mappe.pdf"]


def test_help_is_in_the_readers_language(capsys):
    for code, word in (("da", "krisemappen"), ("en", "crisis folder")):
        main(["folder", "--help", "--lang", code])
        assert re.search(word, capsys.readouterr().out, re.IGNORECASE)
