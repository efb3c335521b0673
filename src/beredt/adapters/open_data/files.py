"""The files of a folder of open data, unpacked where they are packed; nothing is written."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import attrs

from beredt.kit.language import mark

LARGEST_BYTES = 500_000_000
"""Unpacked size [bytes] above which a text file is left alone."""
OSM_ENDINGS = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
GEOPACKAGE_ENDING = ".gpkg"
TEXT_ENDINGS = (".csv", ".txt", ".tsv", ".geojson", ".json", ".topojson")
PASSED_BY = (".md", ".html", ".htm", ".pdf", ".license", ".url", ".tmp", ".part")
"""Endings of notes and leftovers that nobody means as data."""

_DATE = re.compile(r"(?<![0-9])(20[0-9]{2})([-_.]?)([01][0-9])\2([0-3][0-9])(?![0-9])")


class UnreadableFile(Exception):
    """A file that cannot be used; `reason` is an English sentence, marked for translation."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@attrs.frozen(kw_only=True)
class OpenFile:
    """A file on disk, or one inside a zip file there; `name` is what to call it (relative, forward slashes)."""

    name: str
    path: Path
    member: str = ""

    @property
    def ending(self) -> str:
        """The ending that tells the form, without `.gz`, in lower case."""
        bare = self.name.lower().removesuffix(".gz")
        return next((ending for ending in TEXT_ENDINGS if bare.endswith(ending)), Path(bare).suffix)

    @property
    def is_osm(self) -> bool:
        """Whether its name says OpenStreetMap data."""
        return not self.member and self.name.lower().endswith(OSM_ENDINGS)

    @property
    def is_map(self) -> bool:
        """Whether its name says a map: GeoJSON, TopoJSON or GeoPackage."""
        return "json" in self.ending or self.ending == GEOPACKAGE_ENDING

    @property
    def is_text(self) -> bool:
        """Whether its name says a table or a map in text."""
        return self.ending in TEXT_ENDINGS

    @property
    def date(self) -> str:
        """The date in its name, blank where there is none: 31 February is none."""
        for year, _, month, day in _DATE.findall(self.short_name):
            with contextlib.suppress(ValueError):
                return datetime.date(int(year), int(month), int(day)).isoformat()
        return ""

    @property
    def short_name(self) -> str:
        """The last part of its name."""
        return self.name.rsplit("/", 1)[-1]

    def read(self) -> bytes:
        """The unpacked bytes; raises `UnreadableFile`."""
        try:
            data = self._unpacked()
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise UnreadableFile(mark("it cannot be read or unpacked")) from error
        if len(data) > LARGEST_BYTES:
            raise UnreadableFile(mark("it is too large"))
        if not data.strip():
            raise UnreadableFile(mark("it is empty"))
        return data

    def _unpacked(self) -> bytes:
        if self.member:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as stream:
                data = stream.read(LARGEST_BYTES + 1)
        else:
            with self.path.open("rb") as stream:
                data = stream.read(LARGEST_BYTES + 1)
        if data[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as unpacked:
                return unpacked.read(LARGEST_BYTES + 1)
        return data


def list_files(folder: Path) -> Iterator[OpenFile]:
    """The files below a folder in the order of their names, those inside zip files too; hidden ones are left out."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in found:
        inner = path.relative_to(folder)
        if any(part.startswith((".", "__MACOSX")) for part in inner.parts):
            continue
        if path.suffix.lower() == ".zip":
            yield from _members(path, inner.as_posix())
        else:
            yield OpenFile(name=inner.as_posix(), path=path)


def _members(path: Path, name: str) -> Iterator[OpenFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info.filename for info in archive.infolist() if not info.is_dir()]
    except (OSError, zipfile.BadZipFile):
        yield OpenFile(name=name, path=path)
        return
    for member in sorted(members):
        if not member.rsplit("/", 1)[-1].startswith("."):
            yield OpenFile(name=f"{name}/{member}", path=path, member=member)
