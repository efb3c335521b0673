"""What the map fetches: areas, assets, roads; everything from this machine and behind the gate."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from beredt.apps.municipality import maps, policies
from beredt.ground.access import gate
from beredt.ground.access.actor import Actor
from beredt.kit.errors import NotFound
from beredt.kit.language import mark

_GEOJSON = "application/geo+json"


@gate.page(policies.READ)
def show_areas(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The areas with their totals."""
    return JsonResponse(maps.areas_geojson(actor=actor), content_type=_GEOJSON)


@gate.page(policies.READ_ASSETS)
def show_assets(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The assets that have a place."""
    return JsonResponse(maps.assets_geojson(actor=actor), content_type=_GEOJSON)


@gate.page(policies.READ)
def show_roads(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The roads as lines; 404 where there are none, or so many that they come as tiles."""
    roads = maps.get_roads(actor=actor)
    if roads.kind != "geojson":
        raise NotFound(mark("There are too many roads for one file; they come as tiles."), code="roads_as_tiles")
    return FileResponse(roads.path.open("rb"), content_type=_GEOJSON)


@gate.page(policies.READ)
def show_road_tiles(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The roads as vector tiles (PMTiles), of which the map asks for ranges of bytes."""
    roads = maps.get_roads(actor=actor)
    if roads.kind != "tiles":
        raise NotFound(mark("The roads come as one file."), code="roads_as_file")
    size = roads.path.stat().st_size
    try:
        asked = maps.asked_range(request.headers.get("Range", ""), size)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if asked is None:
        whole = FileResponse(roads.path.open("rb"), content_type="application/octet-stream")
        whole["Accept-Ranges"] = "bytes"
        return whole
    first, last = asked
    with roads.path.open("rb") as stream:
        stream.seek(first)
        part = stream.read(last - first + 1)
    headers = {"Content-Range": f"bytes {first}-{last}/{size}", "Accept-Ranges": "bytes"}
    return HttpResponse(part, status=206, content_type="application/octet-stream", headers=headers)
