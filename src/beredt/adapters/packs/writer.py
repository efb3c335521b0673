"""A whole pack written at once, to a folder or a zip file: the same bytes for the same values.

Everything is written beside the target and read back; only then does it take the target's place. Files of an existing
pack that are not ours to write (roads, notes) are carried over.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from beredt.adapters.packs import descriptor, reader, rows, schema, source
from beredt.adapters.packs.fingerprint import NO_EXTRAS
from beredt.adapters.packs.frames import ExtraCells
from beredt.adapters.packs.reader import UnusablePack
from beredt.adapters.packs.schema import TableSchema
from beredt.domain.municipality.tables import PackTables
from beredt.kit.errors import InvalidInput
from beredt.kit.language import mark

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_ZIP_MODE = 0o644 << 16
_NO_PROPERTIES: Mapping[str, Any] = {}
_NO_ATTACHMENTS: Mapping[str, Path] = {}


def write_pack(
    tables: PackTables,
    path: Path | str,
    *,
    extras: Mapping[str, ExtraCells] = NO_EXTRAS,
    properties: Mapping[str, Any] = _NO_PROPERTIES,
    attachments: Mapping[str, Path] = _NO_ATTACHMENTS,
) -> str:
    """The hash of the pack now at `path`: a zip file if it ends in `.zip`, else a folder.

    `extras` and `properties` are those of a `PackReading`, for what we do not know and must not lose. `attachments`
    are further files to copy into the pack, by their name in it (the road file). Raises
    `UnusablePack` if the tables have errors and `InvalidInput` if `path` is something other than a pack; whatever was
    there is then untouched.
    """
    target = Path(path)
    files = pack_files(tables, extras=extras, properties=properties)
    try:
        return _write_whole(files, target, attachments)
    except OSError as error:
        raise InvalidInput(
            mark("The pack {name} cannot be written: {reason}."),
            code="cannot_write",
            name=source.pack_name(target),
            reason=error.strerror or type(error).__name__,
        ) from error


def _write_whole(files: Mapping[str, bytes], target: Path, attachments: Mapping[str, Path]) -> str:
    is_zip = target.suffix.lower() == ".zip"
    _refuse_strangers(target, is_zip=is_zip)
    fresh = _beside(target, "new")
    _remove(fresh)
    try:
        if is_zip:
            _write_zip(files, fresh, carried_from=target, attachments=attachments)
        else:
            _write_folder(files, fresh, carried_from=target, attachments=attachments)
        reading = reader.read_pack(fresh)
        if reading.pack_hash is None:
            raise UnusablePack(source.pack_name(target), reading.problems)
        _take_place(fresh, target)
    finally:
        _remove(fresh)
    return reading.pack_hash


def pack_files(
    tables: PackTables,
    *,
    extras: Mapping[str, ExtraCells] = NO_EXTRAS,
    properties: Mapping[str, Any] = _NO_PROPERTIES,
) -> dict[str, bytes]:
    """The pack's files by name; equal values give equal bytes."""
    ordered = rows.in_order(tables)
    municipality = tables.municipality
    described = descriptor.describe(properties, name=f"beredt-pack-{_slug(municipality.code)}", title=municipality.name)
    files = {schema.DESCRIPTOR_FILE: _json_bytes(described)}
    for table in schema.FILE_ORDER:
        found = rows.rows_of(ordered, table)
        write = _geojson_bytes if table is schema.AREAS else _csv_bytes
        files[table.file] = write(found, table, extras.get(table.name, {}))
    return files


def _slug(code: str) -> str:
    return "".join(mark for mark in code.lower() if mark.isascii() and mark.isalnum()) or "unnamed"


def _json_bytes(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=False) + "\n").encode("utf-8")


def _csv_bytes(found: Sequence[Any], table: TableSchema, extras: ExtraCells) -> bytes:
    columns = {name: [_cell(value) for value in values] for name, values in rows.columns_of(found, table).items()}
    keys = list(zip(*(rows.columns_of(found, table)[name] for name in table.key), strict=True))
    for name in sorted({name for cells in extras.values() for name in cells}):
        columns[name] = [extras.get(key, {}).get(name, "") for key in keys]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return stream.getvalue().encode("utf-8")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _geojson_bytes(found: Sequence[Any], table: TableSchema, extras: ExtraCells) -> bytes:
    columns = rows.columns_of(found, table)
    wanted = {column.name for column in table.columns if column.required}
    features = []
    for index, row in enumerate(found):
        own = {name: values[index] for name, values in columns.items() if name in wanted or values[index]}
        properties = {**own, **dict(sorted(extras.get((row.area_id,), {}).items()))}
        features.append({"type": "Feature", "properties": properties, "geometry": row.geometry})
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def _refuse_strangers(target: Path, *, is_zip: bool) -> None:
    """Raises `InvalidInput` where something stands in the pack's place that is not a pack."""
    if not target.parent.is_dir():
        raise InvalidInput(mark("The folder for the pack {name} does not exist."), code="no_folder", name=target.name)
    if not os.path.lexists(target):
        return
    ours = {schema.DESCRIPTOR_FILE, schema.MUNICIPALITY.file}
    is_pack = zipfile.is_zipfile(target) if is_zip else target.is_dir()
    if is_pack and not is_zip:
        held = {entry.name for entry in target.iterdir()}
        is_pack = not held or bool(held & ours)
    if not is_pack or target.is_symlink():
        raise InvalidInput(
            mark("{name} exists and is not a municipality pack."),
            code="not_a_pack",
            hint=mark("Choose another name."),
            name=target.name,
        )


def _beside(target: Path, purpose: str) -> Path:
    return target.with_name(f".{target.stem}.{purpose}-{os.getpid()}{target.suffix}")


def _write_folder(
    files: Mapping[str, bytes], fresh: Path, *, carried_from: Path, attachments: Mapping[str, Path]
) -> None:
    fresh.mkdir()
    for name, data in files.items():
        with (fresh / name).open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    for name, path in attachments.items():
        shutil.copyfile(path, fresh / name)
    if carried_from.is_dir():
        _carry_over(carried_from, fresh)
    _sync_folder(fresh)


def _carry_over(old: Path, fresh: Path) -> None:
    tables = _old_tables(source.FolderSource(old))
    for folder, _, names in os.walk(old):
        inner = Path(folder).relative_to(old)
        for name in names:
            path = inner / name
            if path.as_posix() not in tables and not (fresh / path).exists():
                (fresh / inner).mkdir(parents=True, exist_ok=True)
                shutil.copy2(old / path, fresh / path, follow_symlinks=False)


def _old_tables(opened: source.PackSource) -> frozenset[str]:
    """The files that the new ones stand for, also where the old descriptor kept them under other names."""
    described, _ = reader.read_descriptor(opened)
    return described.own_paths


def _write_zip(files: Mapping[str, bytes], fresh: Path, *, carried_from: Path, attachments: Mapping[str, Path]) -> None:
    with fresh.open("wb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(_zip_entry(name), data)
            for name, path in attachments.items():
                archive.writestr(_zip_entry(name), path.read_bytes())
            for name, data in _carried_entries(carried_from, {*files, *attachments}):
                archive.writestr(_zip_entry(name), data)
        stream.flush()
        os.fsync(stream.fileno())


def _zip_entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=_ZIP_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = _ZIP_MODE
    return entry


def _carried_entries(carried_from: Path, files: Collection[str]) -> Iterator[tuple[str, bytes]]:
    opened, _ = source.open_source(carried_from) if carried_from.exists() else (None, [])
    if not isinstance(opened, source.ZipSource):
        return
    replaced = _old_tables(opened) | frozenset(files)
    for full_name in sorted(opened.entries):
        name = full_name.removeprefix(opened.top)
        if name not in replaced and full_name.startswith(opened.top):
            yield name, _carried_data(opened, name)


def _carried_data(opened: source.ZipSource, name: str) -> bytes:
    try:
        return opened.read(name)
    except source.SourceFault as fault:
        raise InvalidInput(
            mark("{name} in the old zip file cannot be carried over to the new one."),
            code=fault.code,
            hint=mark("Take it out of the zip file, or write the pack to a folder."),
            name=name,
        ) from fault


def _take_place(fresh: Path, target: Path) -> None:
    """`fresh` becomes `target`; what stood there is put aside first and back again if the last step fails."""
    if not target.is_dir():
        fresh.replace(target)
        _sync_folder(target.parent)
        return
    aside = _beside(target, "old")
    _remove(aside)
    target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        aside.rename(target)
        raise
    _sync_folder(target.parent)
    _remove(aside)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
