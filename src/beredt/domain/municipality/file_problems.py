"""The problems of files, before any row is understood: the pack itself, zip files, JSON, text."""

from __future__ import annotations

from beredt.domain.municipality.problem_kind import error, warning
from beredt.kit.language import mark

_A_ZIP_OF_PLAIN_FILES = mark("A zip file of plain files, with the pack at the top or in one folder.")
_ZIP_AGAIN = mark("Make a new zip file of the folder.")
_SAVE_AS_UTF8 = mark("Save it as “CSV UTF-8 (comma delimited)”, or import it with: beredt municipality import")

FILE_PROBLEMS = (
    error(
        "pack_not_found",
        mark("There is nothing at this path."),
        mark("A folder with the pack's files, or a zip file of it."),
        mark("Check the path."),
    ),
    error(
        "not_a_pack",
        mark("This is neither a folder nor a zip file."),
        mark("A folder with the pack's files, or a zip file of it."),
        mark("Give the folder itself, or a zip file of it."),
    ),
    error(
        "broken_zip",
        mark("The zip file is damaged or cut short."),
        _A_ZIP_OF_PLAIN_FILES,
        mark("Copy the zip file again, or make a new one."),
    ),
    error(
        "unsafe_zip_entry",
        mark("The zip file holds an entry that leads outside the pack or is a link: {name}."),
        _A_ZIP_OF_PLAIN_FILES,
        _ZIP_AGAIN,
    ),
    error(
        "encrypted_zip_entry",
        mark("The file is locked with a password inside the zip file."),
        _A_ZIP_OF_PLAIN_FILES,
        mark("Make a new zip file without a password."),
    ),
    error(
        "duplicate_file",
        mark("The zip file holds this file more than once."),
        mark("Each file once."),
        _ZIP_AGAIN,
    ),
    error(
        "too_many_files",
        mark("The zip file holds more than {limit} files."),
        _A_ZIP_OF_PLAIN_FILES,
        _ZIP_AGAIN,
    ),
    error(
        "too_large",
        mark("The file is larger than {limit} MB, or unpacks to far more than a table does."),
        mark("At most {limit} MB."),
        mark("Check that the file is the table it claims to be."),
    ),
    error(
        "unreadable_file",
        mark("The file cannot be read."),
        mark("An ordinary file that you may read."),
        mark("Check the file and your right to read it."),
    ),
    error(
        "unsafe_path",
        mark("The path leads outside the pack."),
        mark("A relative path inside the pack."),
        mark("Put the file into the pack, and give its path from the pack's folder."),
    ),
    error(
        "missing_table",
        mark("The file is missing."),
        mark("The table {table}."),
        mark("Add the file; a table with nothing in it has only its header."),
    ),
    warning(
        "missing_descriptor",
        mark("The pack has no datapackage.json."),
        mark("A Data Package descriptor that names the tables."),
        mark("The usual file names were used; writing the pack with Beredt adds the descriptor."),
    ),
    error(
        "broken_json",
        mark("The file is not valid JSON."),
        mark("JSON in UTF-8, without NaN or Infinity."),
        mark("Save it again from the program that made it."),
    ),
    error(
        "bad_descriptor",
        mark("This part of datapackage.json cannot be used."),
        mark(
            "Resources with a name and one path; encoding utf-8, cp1252 or iso-8859-1; "
            "delimiter comma, semicolon, tab or bar."
        ),
        mark("Correct it, or delete datapackage.json: then the usual file names are used."),
    ),
    error(
        "not_utf8",
        mark("The file is not {encoding} from this row on."),
        mark("Text in {encoding}."),
        _SAVE_AS_UTF8,
    ),
    error("utf16", mark("The file is UTF-16 (“Unicode text”)."), mark("Text in UTF-8."), _SAVE_AS_UTF8),
    error(
        "nul_byte",
        mark("The row holds a zero byte, which no text does."),
        mark("Text in UTF-8."),
        mark("The file is damaged or is not a CSV file: save it again from the program that made it."),
    ),
    error(
        "broken_quoting",
        mark("The quotation marks of this row do not match; the rest of the file was not read."),
        mark('Cells with a comma, a line break or a quotation mark stand in "..." and double their own marks.'),
        mark("Correct the quotation marks of this row or the one before."),
    ),
    error(
        "line_too_long",
        mark("The row is longer than {limit} characters; the rest of the file was not read."),
        mark("At most {limit} characters."),
        mark("Check that the file is the table it claims to be."),
    ),
    error(
        "too_many_rows",
        mark("The table has more than {limit} rows; the rest was not read."),
        mark("At most {limit} rows."),
        mark("Check that the file is the table it claims to be."),
    ),
    error(
        "semicolon_separated",
        mark("The columns are not separated by “{delimiter}”."),
        mark("“{delimiter}” between columns, points in numbers."),
        mark("Import the file with: beredt municipality import"),
    ),
    error(
        "missing_header",
        mark("The file is empty."),
        mark("A header row: {columns}."),
        mark("Add the header; a table with nothing in it has only its header."),
    ),
    error(
        "missing_column",
        mark("The column {name} is missing."),
        mark("The column {name}; its cells may be blank only where the reference says so."),
        mark("Add the column."),
    ),
    error(
        "duplicate_column",
        mark("The column {name} occurs more than once."),
        mark("Each column once."),
        mark("Delete or rename one of them."),
    ),
    warning(
        "unnamed_column",
        mark("A column with values has no name; it was not read."),
        mark("A name for each column."),
        mark("Name the column or delete it."),
    ),
    error(
        "wrong_cell_count",
        mark("The row has {found} cells, the header has {columns}."),
        mark("As many cells as the header: {columns}."),
        mark("Look for a missing or a superfluous comma; text and numbers with a comma must stand in quotation marks."),
    ),
)
