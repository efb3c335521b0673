"""The paper's own fonts, and drawings turned into pixels with them: never the machine's fonts."""

from __future__ import annotations

import tempfile
from functools import cache
from importlib import resources
from pathlib import Path

import typst

_FACES = ("Regular", "It", "Semibold", "Bold", "BoldIt")
_PPI = 220.0
_PAGE = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 170mm)
"""


@cache
def paper_fonts() -> typst.Fonts:
    """Source Sans Pro from its package, and the fonts inside Typst for what it lacks."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_font_folder().name])


def picture_as_png(svg: str) -> bytes:
    """A drawing as pixels, for forms that cannot hold SVG."""
    compiler = typst.Compiler(input=_PAGE, font_paths=paper_fonts(), ignore_system_fonts=True, sys_inputs={"svg": svg})
    drawn = compiler.compile(format="png", ppi=_PPI)
    if not isinstance(drawn, bytes):
        raise TypeError("a drawing is one page")
    return drawn


@cache
def _font_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder with one file per face, removed when the program ends.

    The package holds every face twice, as TrueType and OpenType, and Typst takes folders only: which of the two it
    met first would decide the bytes.
    """
    folder = tempfile.TemporaryDirectory(prefix="beredt-fonts-")
    for face in _FACES:
        name = f"SourceSansPro-{face}.ttf"
        (Path(folder.name) / name).write_bytes((resources.files("font_source_sans_pro") / "files" / name).read_bytes())
    return folder
