"""A pack written and read is the same pack, in whatever manner it is written."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from beredt.adapters.packs import fingerprint, reader, rows, schema, writer
from beredt.domain.municipality import checks
from beredt.domain.municipality.snapshot import build_snapshot
from factories import municipality as factory

EXAMPLES = settings(max_examples=25)
CSV_NAMES = [table.file for table in schema.TABLES]


def geometries(tables):
    return {area.area_id: area.geometry for area in tables.areas}


@EXAMPLES
@given(tables=factory.pack_tables(), is_zip=st.booleans())
def test_read_after_write_is_the_same(tables, is_zip):
    with TemporaryDirectory() as folder:
        path = Path(folder) / ("pack.zip" if is_zip else "pack")
        written = writer.write_pack(tables, path)
        reading = reader.read_pack(path)
    assert reading.tables == rows.in_order(tables)
    assert geometries(reading.tables) == geometries(tables)
    assert reading.pack_hash == written == fingerprint.pack_hash(tables)


@EXAMPLES
@given(tables=factory.pack_tables())
def test_what_a_program_makes_is_judged_as_what_is_read(tables):
    assert not [problem for problem in checks.check_tables(tables) if problem.is_error]
    assert build_snapshot(tables).code == tables.municipality.code


def restyled(data: bytes, *, rng: random.Random) -> bytes:
    """The same CSV table as another program would write it."""
    header, *records = csv.reader(io.StringIO(data.decode(), newline=""))
    order = rng.sample(range(len(header)), len(header))
    rng.shuffle(records)
    stream = io.StringIO(newline="")
    # Line ends inside cells stay as they are: only those between rows are style.
    out = csv.writer(
        stream, lineterminator=rng.choice(["\n", "\r\n"]), quoting=rng.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
    )
    for record in [header, *records]:
        out.writerow([record[index] for index in order])
        if rng.random() < 0.1:
            stream.write("," * (len(header) - 1) + "\n")
    return stream.getvalue().encode(rng.choice(["utf-8", "utf-8-sig"]))


def renamed(files: dict[str, bytes], *, rng: random.Random) -> dict[str, bytes]:
    """The same files under names of the writer's own, as `datapackage.json` then says."""
    described = json.loads(files.pop(schema.DESCRIPTOR_FILE))
    for resource in described["resources"]:
        old = resource["path"]
        resource["path"] = f"data/{rng.randrange(1000)}-{old}"
        files[resource["path"]] = files.pop(old)
    return {**files, schema.DESCRIPTOR_FILE: json.dumps(described).encode()}


@EXAMPLES
@given(tables=factory.pack_tables(), seed=st.integers(0, 10**9))
def test_the_hash_is_of_the_values_alone(tables, seed):
    rng = random.Random(seed)
    files = writer.pack_files(tables)
    for name in CSV_NAMES:
        files[name] = restyled(files[name], rng=rng)
    areas = json.loads(files[schema.AREAS.file])
    rng.shuffle(areas["features"])
    files[schema.AREAS.file] = json.dumps(areas, indent=rng.choice([None, 2])).encode(
        rng.choice(["utf-8", "utf-8-sig"])
    )
    files = renamed(files, rng=rng)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.zip"
        top = rng.choice(["", "inner/"])
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(top + name, data)
        reading = reader.read_pack(path)
    assert [problem for problem in reading.problems if problem.is_error] == []
    assert rows.in_order(reading.tables) == rows.in_order(tables)
    assert reading.pack_hash == fingerprint.pack_hash(tables)


@EXAMPLES
@given(tables=factory.pack_tables(), data=st.data())
def test_the_hash_changes_with_any_value(tables, data):
    tables_with_rows = [table for table in schema.FILE_ORDER if rows.rows_of(tables, table)]
    table = data.draw(st.sampled_from(tables_with_rows))
    found = list(rows.rows_of(tables, table))
    index = data.draw(st.integers(0, len(found) - 1))
    row = found[index]
    column = data.draw(st.sampled_from(table.columns))
    nested = hasattr(row, "origin") and column.name in {"basis", "source", "as_of"}
    old = getattr(row.origin if nested else row, column.name)
    new = data.draw(other_value(column, old))
    assume(new != old)
    changed = (
        attrs.evolve(row, origin=attrs.evolve(row.origin, **{column.name: new}))
        if nested
        else attrs.evolve(row, **{column.name: new})
    )
    found[index] = changed
    value = found[0] if table is schema.MUNICIPALITY else tuple(found)
    other = attrs.evolve(tables, **{table.attribute: value})
    assert fingerprint.pack_hash(other) != fingerprint.pack_hash(tables)


def other_value(column, old):
    if column.type == "boolean":
        return st.sampled_from([None, True, False])
    if column.type in {"number", "integer"}:
        return st.integers(0, 50)
    if column.type == "choice":
        return st.sampled_from(column.choices)
    return st.just(f"{old}x")


def test_the_hash_sees_geometry_and_columns_that_are_not_ours():
    tables = factory.small_pack_tables()
    moved = attrs.evolve(tables.areas[0], geometry=factory.square(9.0, 56.001))
    plain = fingerprint.pack_hash(tables)
    assert fingerprint.pack_hash(attrs.evolve(tables, areas=(moved, tables.areas[1]))) != plain
    extra = {"assets": {("mast",): {"remark": "ny"}}}
    assert fingerprint.pack_hash(tables, extras=extra) != plain


def test_the_hash_is_fixed():
    """A change of this number makes every stored hash worthless: only with a new name for the format."""
    assert fingerprint.pack_hash(factory.small_pack_tables()) == EXPECTED_HASH


EXPECTED_HASH = "352aed979b24b9e0285c87eeaff4b7625a253579c090fe900cbf64bc5afd74b2"
