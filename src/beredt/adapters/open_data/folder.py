"""What a folder of open data offers: every file read once, told by its content, and named if it is of no use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import attrs

from beredt.adapters.open_data import care_homes, geopackage, map_features, outlines, points, population, roads
from beredt.adapters.open_data.csv_tables import read_csv
from beredt.adapters.open_data.files import GEOPACKAGE_ENDING, PASSED_BY, OpenFile, UnreadableFile, list_files
from beredt.adapters.open_data.roads import Address, Box
from beredt.domain.municipality.drafting.facts import (
    AddressPoints,
    CareHome,
    HeadCount,
    KnownMunicipality,
    OpenData,
    Outline,
    RoadWays,
    Spot,
)
from beredt.domain.municipality.drafting.names import MunicipalityNames, municipality_names
from beredt.kit.errors import NotFound
from beredt.kit.language import mark

USED, NOT_USED, BROKEN = "used", "not_used", "broken"
NOT_OURS = mark("it is not one of the forms that a draft knows")
OLDER_COPY = mark("another copy in the folder is newer or larger")


@attrs.frozen(kw_only=True)
class FileNote:
    """What became of one file: `state` used, not_used or broken; `form` and `count` of what it held, or `reason`.

    Forms: municipality, polling_area, postcode, parish (outlines); care_homes; population_municipality and its sisters;
    points; osm. Blank where none was recognised.
    """

    name: str
    state: str
    form: str = ""
    count: int = 0
    reason: str = ""


@attrs.frozen(kw_only=True, eq=False)
class FolderReading:
    """The open data of a folder, with a note per file."""

    data: OpenData
    notes: tuple[FileNote, ...]


@attrs.define
class _Gathered:
    names: MunicipalityNames
    known: Mapping[str, KnownMunicipality]
    outlines: list[Outline] = attrs.field(factory=list)
    homes: dict[str, tuple[CareHome, ...]] = attrs.field(factory=dict)
    mapped_homes: list[CareHome] = attrs.field(factory=list)
    spots: list[Spot] = attrs.field(factory=list)
    counts: list[HeadCount] = attrs.field(factory=list)
    roads: list[RoadWays] = attrs.field(factory=list)
    addresses: list[AddressPoints] = attrs.field(factory=list)
    address_points: dict[Address, tuple[float, float]] = attrs.field(factory=dict)
    notes: list[FileNote] = attrs.field(factory=list)


def read_folder(
    folder: Path | None,
    *,
    known: Mapping[str, KnownMunicipality],
    roads_file: Path | None = None,
    box_of: Callable[[tuple[Outline, ...]], Box | None] = lambda _outlines: None,
    progress: Callable[[str], None] = lambda _name: None,
) -> FolderReading:
    """Everything in `folder` (None: nothing) and in `roads_file` that a draft can use.

    OpenStreetMap data are read last, inside the box that `box_of` gives for the borders found. Raises `NotFound` where
    there is no such folder, `UnreadableFile` where `roads_file` cannot be read.
    """
    if folder is not None and not folder.is_dir():
        raise NotFound(
            mark("There is no folder {folder}."),
            code="no_such_folder",
            hint=mark("The how-to “cold-start” tells which open data to put into it."),
            folder=folder,
        )
    gathered = _Gathered(municipality_names(known.values()), known)
    found = list(list_files(folder)) if folder is not None else []
    for file in found:
        if not file.is_osm:
            progress(file.name)
            gathered.notes += _read_any(file, gathered)
    homes = _newest_register(gathered)
    wanted = {roads.address_key(home.street, home.postcode) for home in homes if home.lon is None and home.street}
    _read_maps(found, roads_file, gathered, box_of(tuple(gathered.outlines)), wanted, progress)
    return FolderReading(
        data=_as_data(gathered, homes), notes=tuple(sorted(gathered.notes, key=lambda note: note.name))
    )


def _read_maps(
    found: Sequence[OpenFile],
    roads_file: Path | None,
    gathered: _Gathered,
    box: Box | None,
    wanted: set[Address],
    progress: Callable[[str], None],
) -> None:
    """Takes what OpenStreetMap data hold; the road file that was given first, and only once."""
    given = roads_file.resolve() if roads_file is not None else None
    if roads_file is not None:
        progress(roads_file.name)
        _take_osm(roads.read_osm(roads_file, file=roads_file.name, box=box, wanted=wanted), gathered)
    for file in found:
        if file.is_osm and file.path.resolve() != given:
            progress(file.name)
            gathered.notes.append(_read_osm(file, gathered, box, wanted))


def _as_data(gathered: _Gathered, homes: Sequence[CareHome]) -> OpenData:
    return OpenData(
        outlines=tuple(gathered.outlines),
        care_homes=tuple(_located(home, gathered.address_points) for home in homes),
        mapped_homes=tuple(gathered.mapped_homes),
        spots=tuple(gathered.spots),
        head_counts=tuple(gathered.counts),
        roads=tuple(gathered.roads),
        addresses=tuple(gathered.addresses),
    )


def _read_any(file: OpenFile, gathered: _Gathered) -> list[FileNote]:
    if file.name.lower().endswith(PASSED_BY):
        return []
    if not file.is_text and not file.is_map:
        return [FileNote(name=file.name, state=NOT_USED, reason=NOT_OURS)]
    try:
        data = file.read()
        note = _read_map(file, data, gathered) if file.is_map else _read_table(file, data, gathered)
    except UnreadableFile as error:
        return [FileNote(name=file.name, state=BROKEN, reason=error.reason)]
    return [note or FileNote(name=file.name, state=NOT_USED, reason=NOT_OURS)]


def _read_table(file: OpenFile, data: bytes, gathered: _Gathered) -> FileNote | None:
    table = read_csv(data)
    if table is None:
        return None
    homes = care_homes.read_care_homes(table, file=file.short_name, as_of=file.date, names=gathered.names)
    if homes:
        gathered.homes[file.name] = homes
        return _used(file, "care_homes", len(homes))
    counts = population.read_population(table, file=file.short_name, names=gathered.names, known=gathered.known)
    if counts:
        gathered.counts += counts
        return _used(file, f"population_{counts[0].level}", len(counts))
    spots = points.read_points(table, file=file.short_name, names=gathered.names)
    if spots:
        gathered.spots += spots
        return _used(file, "points", len(spots))
    return None


def _read_map(file: OpenFile, data: bytes, gathered: _Gathered) -> FileNote | None:
    is_geopackage = file.ending == GEOPACKAGE_ENDING
    features = geopackage.read_geopackage(data) if is_geopackage else map_features.read_features(data)
    if not features:
        return None
    found = outlines.read_outlines(features, source=file.short_name, names=gathered.names)
    if found:
        gathered.outlines += _not_yet(found, gathered.outlines)
        return _used(file, found[0].level, len(found))
    spots = points.read_point_features(features, source=file.short_name)
    if spots:
        gathered.spots += spots
        return _used(file, "points", len(spots))
    return None


def _not_yet(found: tuple[Outline, ...], already: list[Outline]) -> list[Outline]:
    """Borders of every file (the finest is chosen later); parts only from the first file of their level."""
    levels = {outline.level for outline in already} - {"municipality"}
    return [outline for outline in found if outline.level not in levels]


def _newest_register(gathered: _Gathered) -> tuple[CareHome, ...]:
    """The register's newest copy, the largest of equally new ones; the others are noted as not used."""
    if not gathered.homes:
        return ()
    chosen = max(gathered.homes, key=lambda name: (gathered.homes[name][0].as_of, len(gathered.homes[name]), name))
    gathered.notes[:] = [
        FileNote(name=note.name, state=NOT_USED, form=note.form, reason=OLDER_COPY)
        if note.name in gathered.homes and note.name != chosen
        else note
        for note in gathered.notes
    ]
    return gathered.homes[chosen]


def _read_osm(file: OpenFile, gathered: _Gathered, box: Box | None, wanted: set[Address]) -> FileNote:
    try:
        reading = roads.read_osm(file.path, file=file.short_name, box=box, wanted=wanted)
    except UnreadableFile as error:
        return FileNote(name=file.name, state=BROKEN, reason=error.reason)
    _take_osm(reading, gathered)
    return _used(file, "osm", len(reading.roads))


def _take_osm(reading: roads.OsmReading, gathered: _Gathered) -> None:
    gathered.roads.append(reading.roads)
    gathered.addresses.append(reading.addresses)
    gathered.spots += reading.spots
    gathered.mapped_homes += reading.care_homes
    gathered.address_points.update(reading.address_points)


def _located(home: CareHome, found: Mapping[Address, tuple[float, float]]) -> CareHome:
    """The home with the point of its address, where the register has none and OpenStreetMap has."""
    point = found.get(roads.address_key(home.street, home.postcode)) if home.lon is None else None
    return home if point is None else attrs.evolve(home, lon=round(point[0], 7), lat=round(point[1], 7))


def _used(file: OpenFile, form: str, count: int) -> FileNote:
    return FileNote(name=file.name, state=USED, form=form, count=count)
