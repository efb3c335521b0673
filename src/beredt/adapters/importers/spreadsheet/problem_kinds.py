"""Every kind of problem that a spreadsheet can have beside those of a pack: code, level, and what is said about it.

The pack's own kinds (`beredt.domain.municipality.problem`) are used where a value is readable but wrong; the
kinds here concern reading it at all. Codes are stable: other programs rely on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from beredt.domain.municipality import problem
from beredt.domain.municipality.problem_kind import ProblemKind, error, warning
from beredt.kit.language import mark

_A_NUMBER = mark("A number such as 12, 2,5 or 1.234,5.")
_FORMAT_AS_TEXT = mark("Format the column as text in the spreadsheet program, and type the id again.")

_FILE = (
    error(
        "mixed_encoding",
        mark("This line is written in another encoding than the rest of the file."),
        mark("One encoding in the whole file."),
        mark("Correct the Danish letters in this line, and save the file as CSV UTF-8."),
    ),
    error(
        "unknown_letter",
        mark("This line holds a letter that does not exist in the file's encoding."),
        mark("Text in UTF-8 or in the western Windows encoding."),
        mark("Save the file as CSV UTF-8 in the spreadsheet program."),
    ),
    error(
        "broken_quotes",
        mark("From this row on the file cannot be divided into cells: a quotation mark stands alone."),
        mark("Quotation marks in pairs."),
        mark("Remove or double the quotation mark, or save the table as .xlsx."),
    ),
)

_SHEET = (
    error(
        "no_such_sheet",
        mark("There is no sheet called {name}."),
        mark("One of: {sheets}."),
        mark("Give one of these names with --sheet."),
    ),
    error(
        "which_sheet",
        mark("It is not clear which sheet holds the table: none, or more than one, has its headings."),
        mark("One of: {sheets}."),
        mark("Say which one with --sheet."),
    ),
    error(
        "no_headings",
        mark("No row has the headings of this table."),
        mark("Headings for at least: {columns}."),
        mark("Give the columns a heading row; our column names or Danish words will do."),
    ),
    error(
        "missing_heading",
        mark("No heading stands for {name}."),
        mark("A column called {aliases}."),
        mark("Add the column, or give it one of these headings."),
    ),
    error(
        "duplicate_heading",
        mark("Two columns are headed {name}: this one and {other}."),
        mark("One column for each."),
        mark("Rename or delete one of the two headings."),
    ),
    error(
        "heading_unit",
        mark("The heading says {unit}, but {name} is in {expected_unit}."),
        mark("Values in {expected_unit}."),
        mark("Convert the values, and change the heading."),
    ),
    error(
        "merged_cells",
        mark("Merged cells lie inside the table ({range})."),
        mark("One value in each cell."),
        mark("Undo the merge, and fill in the value in every row it holds for."),
    ),
    error(
        "unreadable_spreadsheet",
        mark("The file cannot be read as a spreadsheet."),
        mark("An Excel workbook (.xlsx) or a text file with one row per line (.csv, .txt, .tsv)."),
        mark("Save the table as .xlsx or as CSV UTF-8 in the spreadsheet program."),
    ),
    error(
        "cells_beyond_headings",
        mark("The row has values to the right of the last heading."),
        mark("No more cells than headings."),
        mark("Look for a separator inside a value, or give the column a heading."),
    ),
    error(
        "no_rows",
        mark("There are no rows below the headings."),
        mark("At least one row."),
        mark("Check that this is the right file and sheet."),
    ),
)

_CELLS = (
    error(
        "formula_error",
        mark("The cell shows the error {shown}."),
        mark("A value."),
        mark("Correct the formula in the spreadsheet, or write the value itself."),
    ),
    error(
        "not_calculated",
        mark("The cell holds a formula whose result is not stored in the file."),
        mark("A value."),
        mark("Open the file in the spreadsheet program, let it calculate, and save it again."),
    ),
    error(
        "percentage",
        mark("The cell shows per cent: {shown}"),
        _A_NUMBER,
        mark("Percentages are not accepted; write the number itself."),
    ),
    error(
        "time_of_day",
        mark("The cell holds a time of day: {shown}."),
        mark("A number or a text."),
        mark("Write hours as a decimal number, for instance 4,5 for four and a half hours."),
    ),
    error(
        "no_number",
        mark("{shown} is not a number."),
        _A_NUMBER,
        mark("Write only the number, without a unit or words; leave the cell empty where that is allowed."),
    ),
    error(
        "scientific_number",
        mark("{shown} is written with an exponent, and digits may be lost."),
        _A_NUMBER,
        mark("Format the cell as a number in the spreadsheet program, and write the number out."),
    ),
    error(
        "ambiguous_number",
        mark("{shown} can be read in two ways: as {thousands} or as {decimal}."),
        mark("A number that can be read in one way."),
        mark("Write it without a thousands mark; or say for the whole file: --decimals comma, or --decimals point."),
    ),
    error(
        "number_became_date",
        mark("The cell holds the date {shown}; the spreadsheet program has made it of a number."),
        _A_NUMBER,
        mark("Format the cell as a number, and type it again."),
    ),
    error(
        "id_became_date",
        mark("The cell holds the date {shown}; the spreadsheet program has made it of an id."),
        mark("An id."),
        _FORMAT_AS_TEXT,
    ),
    error(
        "id_became_number",
        mark("The cell holds the rounded number {shown}; the spreadsheet program has made it of an id."),
        mark("An id."),
        _FORMAT_AS_TEXT,
    ),
    error(
        "no_date",
        mark("{shown} is not a date."),
        mark("A date such as 23-11-2026, 2026-11-23, 2026-11 or 2026."),
        mark("Write day, month and a year of four digits."),
    ),
    error(
        "not_ja_or_nej",
        mark("{shown} is neither yes nor no."),
        mark("ja, nej, or an empty cell where it is not known."),
        mark("Write ja or nej."),
    ),
    error(
        "unknown_word",
        mark("{shown} is not one of the words that can stand here."),
        mark("One of: {choices}."),
        mark("Use one of these words."),
    ),
    error(
        "person_number",
        mark("The cell holds something that looks like a person number (CPR); it is not shown here."),
        mark("No person: a pack holds head-counts and needs, never identities."),
        mark("Check that this is the right file; remove the column, or give the rows ids of their own."),
    ),
    warning(
        "looks_like_formula",
        mark("The text begins as a formula does: {shown}"),
        mark("Plain text."),
        mark("It is kept as text. Be careful if you open the pack's file in a spreadsheet program."),
    ),
    warning(
        "garbled_letters",
        mark("Danish letters seem to have been garbled before the file was saved: {shown}"),
        mark("æ, ø and å."),
        mark("Correct the text, or take the table from its source once more."),
    ),
    warning(
        "origin_outdated",
        mark("provenance.csv says where the old value comes from; that line now stands beside a new value."),
        mark("An origin that belongs to the value."),
        mark("Check the line in provenance.csv for {row_key}, {name}."),
    ),
)

_PACK = (
    error(
        "other_municipality",
        mark("The file is about municipality {found}, but the pack is about {code}."),
        mark("Municipality {code}."),
        mark("Check that this is the right file and the right pack."),
    ),
)

KINDS: Mapping[str, ProblemKind] = MappingProxyType(
    {**problem.KINDS, **{kind.code: kind for kind in (*_FILE, *_SHEET, *_CELLS, *_PACK)}}
)
"""The kinds of a pack and those of a spreadsheet, by code."""
