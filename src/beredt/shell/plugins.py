"""Which adapter stands behind which door: the one place where rooms and the outside meet."""

from __future__ import annotations

from beredt.adapters.catalogues import guide_content
from beredt.adapters.catalogues import reader as catalogues
from beredt.adapters.catalogues.paper_content import load_paper_content
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.demo import fjordby
from beredt.adapters.maps import road_lines
from beredt.adapters.measures import answers as measure_answers
from beredt.adapters.measures import content as measure_content
from beredt.adapters.measures import files as measure_files
from beredt.adapters.municipality import pack_files, spreadsheets
from beredt.adapters.results import web_files
from beredt.apps.guide import doors as guide
from beredt.apps.impact import doors as impact
from beredt.apps.impact import panels as impact_panels
from beredt.apps.measures import doors as measures
from beredt.apps.municipality import doors as municipality
from beredt.apps.now import doors as now
from beredt.apps.riskpicture import doors as riskpicture
from beredt.ground.access import doors as access
from beredt.ground.audit import events
from beredt.ground.audit import operations as audit
from beredt.overview import drafts


def open_doors() -> None:
    """Opens every door of every room."""
    _open_ground()
    _open_municipality()
    _open_riskpicture()
    _open_impact()
    _open_now()
    _open_measures()
    _open_guide()


def _open_ground() -> None:
    access.AUDIT.open(audit.record)
    events.name_events(access.EVENT_TITLES)


def _open_municipality() -> None:
    municipality.PACK_FILES.open(pack_files)
    municipality.SPREADSHEETS.open(spreadsheets)
    municipality.OPEN_DATA.open(drafts)
    municipality.ROADS.open(road_lines)
    municipality.DEMO.open(fjordby.build_fjordby)
    municipality.VOCABULARY.open(load_vocabulary())


def _open_riskpicture() -> None:
    riskpicture.CATALOGUES.open(catalogues)
    riskpicture.RUNS.open(impact_panels)


def _open_impact() -> None:
    impact.RESULT_FILES.open(web_files)


def _open_measures() -> None:
    measures.CONTENT.open(measure_content)
    measures.FILES.open(measure_files)
    measures.ANSWERS.open(measure_answers)


def _open_now() -> None:
    now.FIRST_ACTIONS.open(load_paper_content)


def _open_guide() -> None:
    guide.CONTENT.open(guide_content)
