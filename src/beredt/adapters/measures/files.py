"""Rankings and call lists as the bytes that the command line writes."""

from __future__ import annotations

from beredt.adapters.importers.call_list.writing import call_list_bytes
from beredt.adapters.results.files import render_json
from beredt.adapters.results.rank_1 import rank_document
from beredt.domain.measures.result import RankResult
from beredt.telling.call_book import CallBook


def ranking_file(result: RankResult, *, municipality_code: str, municipality_name: str, draws: int, seed: int) -> bytes:
    """A ranking as `beredt rank --json` writes it."""
    document = rank_document(
        result, municipality_code=municipality_code, municipality_name=municipality_name, draws=draws, seed=seed
    )
    return render_json(document).encode()


def call_list_file(book: CallBook) -> bytes:
    """A call list as `beredt verify-first --calls` writes it."""
    return call_list_bytes(book)
