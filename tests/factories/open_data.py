"""Small open-data files in the forms in which Danish authorities hand them out, made by the tests themselves."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
import sqlite3
import struct

import shapely

BORNHOLM_BOX = (14.68, 55.0, 15.16, 55.3)
"""West, south, east, north [degrees]: a made-up square border around where Bornholm lies."""


def csv_bytes(rows, *, separator=";", encoding="utf-8", title=""):
    """A CSV file as bytes."""
    stream = io.StringIO(newline="")
    if title:
        stream.write(f"{title}\r\n\r\n")
    csv.writer(stream, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode(encoding)


def box(west, south, east, north):
    """A GeoJSON polygon."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(properties, geometry):
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features, crs=None):
    """A GeoJSON file as bytes; `crs` is the name of a coordinate system."""
    document = {"type": "FeatureCollection", "features": list(features)}
    if crs is not None:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document, ensure_ascii=False).encode()


def halves(border, *, key="postnr", codes=("3700", "3730"), names=("Rønne", "Nexø")):
    """Two features that share a border: its western and its eastern half."""
    west, south, east, north = border
    middle = (west + east) / 2
    boxes = (box(west, south, middle, north), box(middle, south, east, north))
    return [feature({key: code, "navn": name}, shape) for code, name, shape in zip(codes, names, boxes, strict=True)]


def utm32(lon, lat):
    """Easting and northing [m] in UTM zone 32 on GRS 80, by Krüger's series (Karney 2011): another way to get there."""
    flattening = 1 / 298.257222101
    n = flattening / (2 - flattening)
    radius = 6378137.0 / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    alpha = (n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16, 13 * n**2 / 48 - 3 * n**3 / 5, 61 * n**3 / 240)
    phi, lam = math.radians(lat), math.radians(lon - 9)
    e = 2 * math.sqrt(n) / (1 + n)
    t = math.sinh(math.atanh(math.sin(phi)) - e * math.atanh(e * math.sin(phi)))
    xi, eta = math.atan2(t, math.cos(lam)), math.atanh(math.sin(lam) / math.sqrt(1 + t * t))
    east = eta + sum(a * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, a in enumerate(alpha, 1))
    north = xi + sum(a * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, a in enumerate(alpha, 1))
    return 500_000 + 0.9996 * radius * east, 0.9996 * radius * north


def moved(geometry, change):
    """A GeoJSON geometry with every position changed."""

    def walk(part):
        return list(change(*part[:2])) if isinstance(part[0], int | float) else [walk(inner) for inner in part]

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


def topojson(features):
    """The features as TopoJSON with one quantised arc per ring."""
    step, west, south = 1e-5, 8.0, 54.0
    arcs, geometries = [], []
    for entry in features:
        polygons = entry["geometry"]["coordinates"]
        polygons = polygons if entry["geometry"]["type"] == "MultiPolygon" else [polygons]
        numbered = []
        for polygon in polygons:
            rings = []
            for ring in polygon:
                whole = [(round((x - west) / step), round((y - south) / step)) for x, y in ring]
                steps = [whole[0]] + [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(whole)]
                rings.append([len(arcs)])
                arcs.append([list(pair) for pair in steps])
            numbered.append(rings)
        geometries.append({"type": "MultiPolygon", "arcs": numbered, "properties": entry["properties"]})
    document = {
        "type": "Topology",
        "transform": {"scale": [step, step], "translate": [west, south]},
        "objects": {"layer": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": arcs,
    }
    return json.dumps(document).encode()


def geopackage(features, *, system=25832, kind="MULTIPOLYGON"):
    """The features as a GeoPackage in UTM 32 (or `system`), with one layer."""
    connection = sqlite3.connect(":memory:")
    keys = list(features[0]["properties"])
    connection.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m)")
    connection.execute("INSERT INTO gpkg_geometry_columns VALUES ('lag', 'geom', ?, ?, 0, 0)", (kind, system))
    columns = ", ".join(f'"{key}"' for key in keys)
    connection.execute(f"CREATE TABLE lag (fid INTEGER PRIMARY KEY, geom BLOB, {columns})")
    for entry in features:
        shape = shapely.geometry.shape(entry["geometry"])
        header = b"GP" + bytes([0, 0b00000011]) + struct.pack("<i", system) + struct.pack("<4d", *shape.bounds)
        values = [header + shapely.to_wkb(shape), *entry["properties"].values()]
        marks = ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO lag (geom, {columns}) VALUES ({marks})", values)
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


class OsmText:
    """An OpenStreetMap extract as XML, written node by node and way by way."""

    def __init__(self):
        self.nodes = []
        self.ways = []

    def node(self, lon, lat, **tags):
        """Adds a node and returns its id; `addr_street` stands for `addr:street`."""
        self.nodes.append((len(self.nodes) + 1, lon, lat, tags))
        return len(self.nodes)

    def way(self, *nodes, **tags):
        """Adds a way through nodes."""
        self.ways.append((nodes, tags))

    def grid(self, bounds, columns, rows):
        """Adds streets in a grid, one way per street, and returns how many crossings it has."""
        west, south, east, north = bounds
        xs = [west + (east - west) * column / (columns - 1) for column in range(columns)]
        ys = [south + (north - south) * row / (rows - 1) for row in range(rows)]
        ids = [[self.node(x, y) for x in xs] for y in ys]
        for line in ids:
            self.way(*line, highway="residential")
        for column in range(columns):
            self.way(*(line[column] for line in ids), highway="residential")
        return columns * rows

    def write(self, path):
        """Writes the extract and returns its path."""
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
        for number, lon, lat, tags in self.nodes:
            lines.append(f'<node id="{number}" lon="{lon:.7f}" lat="{lat:.7f}" version="1">{_tags(tags)}</node>')
        for number, (nodes, tags) in enumerate(self.ways, start=1):
            refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
            lines.append(f'<way id="{number}" version="1">{refs}{_tags(tags)}</way>')
        path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
        return path


def _tags(tags):
    named = {key.replace("addr_", "addr:"): value for key, value in tags.items()}
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in named.items())


REGISTER_HEADER = (
    "id", "Plejehjemsnavn", "Vejnavn", "Vejnummer", "Postalcode", "Kommune", "Phone", "Email", "Web", "Center type",
    "Antal boliger", "Inactive",
)  # fmt: skip


def register(*homes, encoding="cp1252"):
    """The care-home register as it is handed out: name, street, number, postcode, municipality, dwellings, inactive."""
    rows = [
        (number, name, street, house, postcode, municipality, "", "", "", "Kommunal", dwellings, inactive)
        for number, (name, street, house, postcode, municipality, dwellings, inactive) in enumerate(homes, start=1)
    ]
    return csv_bytes([REGISTER_HEADER, *rows], encoding=encoding)


def island(*homes, mapped=()):
    """Open data of a made-up Bornholm: file name and bytes."""
    border = feature({"kode": "0400", "navn": "Bornholm"}, box(*BORNHOLM_BOX))
    neighbour = feature({"kode": "0101", "navn": "København"}, box(12.4, 55.6, 12.7, 55.8))
    return {
        "kommuner.geojson": collection(border, neighbour),
        "postnumre.geojson": collection(*halves(BORNHOLM_BOX)),
        "Plejehjem-20260822.csv": register(*homes),
        **dict(mapped),
    }


def fill(folder, files):
    """Puts files into a folder, making folders on the way, and returns the folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
