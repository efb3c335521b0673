"""Results as files that a page hands out: the bytes of the command line."""

from __future__ import annotations

from beredt.adapters.results.assess_document import assess_document
from beredt.adapters.results.files import render_json
from beredt.domain.impact.result import Assessment


def assessment_file(assessment: Assessment, *, municipality_code: str, municipality_name: str) -> bytes:
    """The bytes that `beredt assess --json` writes for the same run."""
    document = assess_document(assessment, municipality_code=municipality_code, municipality_name=municipality_name)
    return render_json(document).encode("utf-8")
