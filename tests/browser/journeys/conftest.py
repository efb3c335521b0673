"""Whole journeys through the application by its screens alone, and the pictures that the manual shows of them.

With BEREDT_PICTURES=1 the journeys write the manual's pictures anew; else only that they can be taken is checked.
"""

import io
import os
from pathlib import Path

import pypdf
import pytest

PICTURES = Path(__file__).resolve().parents[3] / "docs" / "manual" / "pictures"
MOST_BYTES = 150_000


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    """Files and anchors of a journey go into its own folder; there are no open data."""
    settings.BEREDT_DATA = str(tmp_path / "data")
    settings.BEREDT_OPEN_DATA = ""


@pytest.fixture
def picture(tmp_path):
    """A function that takes a page's picture for the manual: the window, from its top."""

    def picture(page, name):
        folder = PICTURES if os.environ.get("BEREDT_PICTURES") else tmp_path
        page.evaluate("window.scrollTo(0, 0)")
        taken = page.screenshot(clip={"x": 0, "y": 0, "width": 1280, "height": 800})
        assert len(taken) < MOST_BYTES, f"{name}: {len(taken)} bytes are too many for the manual"
        (folder / f"{name}.png").write_bytes(taken)

    return picture


@pytest.fixture
def work_off():
    """A function that does the worker's part: everything that waits in the background."""

    def work_off():
        from beredt.ground.jobs import operations

        operations.run_waiting()

    return work_off


@pytest.fixture
def sheets():
    """A function that prints a page on A4 and returns the text of each sheet."""

    def sheets(page):
        return [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]

    return sheets
