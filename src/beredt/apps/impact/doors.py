"""What this room needs from the outside: the result file of the command line. Opened in `shell.plugins`."""

from __future__ import annotations

from typing import Protocol

from beredt.domain.impact.result import Assessment
from beredt.kit.doors import Door


class ResultFiles(Protocol):
    """Results as files for other programs."""

    def assessment_file(self, assessment: Assessment, *, municipality_code: str, municipality_name: str) -> bytes:
        """The bytes that `beredt assess --json` writes for the same run."""


RESULT_FILES: Door[ResultFiles] = Door("result files")
