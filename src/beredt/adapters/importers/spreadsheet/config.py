"""Settings of the spreadsheet importer: how large a file may be before it is refused unread.

The limits are far above any real municipality (model sizes: 5 000 assets, 18 000 profiles) and far below what would
fill the memory of a small server.
"""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Limits:
    """What is accepted; everything above is refused with a sentence, never cut.

    Sizes in bytes. `workbook_bytes` is everything in an .xlsx unpacked, `part_bytes` one XML part other than a sheet
    (shared strings and styles are held in memory whole). `cell_characters` is what a spreadsheet itself can hold.
    """

    file_bytes: int = 100_000_000
    workbook_bytes: int = 600_000_000
    part_bytes: int = 80_000_000
    workbook_entries: int = 2_000
    rows: int = 1_000_000
    columns: int = 256
    cells: int = 10_000_000
    cell_characters: int = 32_767
    problems: int = 1_000


LIMITS = Limits()
HEADER_SEARCH_ROWS = 50
"""A heading row is looked for among this many first rows; above it only titles are expected."""
