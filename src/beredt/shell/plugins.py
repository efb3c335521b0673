"""Which adapter stands behind which door: the one place where rooms and the outside meet."""

from __future__ import annotations

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.demo import fjordby
from beredt.adapters.maps import road_lines
from beredt.adapters.municipality import pack_files, spreadsheets
from beredt.apps.municipality import doors as municipality
from beredt.overview import drafts


def open_doors() -> None:
    """Opens every door of every room."""
    _open_municipality()


def _open_municipality() -> None:
    municipality.PACK_FILES.open(pack_files)
    municipality.SPREADSHEETS.open(spreadsheets)
    municipality.OPEN_DATA.open(drafts)
    municipality.ROADS.open(road_lines)
    municipality.DEMO.open(fjordby.build_fjordby)
    municipality.VOCABULARY.open(load_vocabulary())
