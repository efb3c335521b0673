"""Files as an installation serves them: named by what is in them, compressed, each reference leading somewhere."""

import gzip
import json

import pytest
from django.core.management import call_command
from django.test import Client

from tools import build_front_end

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not build_front_end.LIBRARY.is_dir(), reason="set-up has not fetched the front end"),
]


@pytest.fixture
def collected(settings, tmp_path):
    """What collecting makes; a style sheet that names a file that is not there would make it fail."""
    settings.STATIC_ROOT = str(tmp_path / "static")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "static"


def test_every_file_of_the_pages_is_collected_named_and_compressed(collected):
    names = json.loads((collected / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    for wanted in (
        "ui/look.css",
        "ui/page.js",
        "ui/map.js",
        "lib/dkfds/css/dkfds.css",
        "lib/htmx/htmx.min.js",
        "lib/maplibre/maplibre-gl.mjs",
        "lib/maplibre/maplibre-gl-worker.mjs",
        "lib/maplibre/maplibre-gl.css",
        "lib/pmtiles/pmtiles.js",
    ):
        assert (collected / names[wanted]).exists()
        assert (collected / f"{names[wanted]}.gz").exists()
    sheet = (collected / names["lib/dkfds/css/dkfds.css"]).read_text(encoding="utf-8")
    assert names["lib/dkfds/fonts/IBMPlexSans-Regular-Latin1.woff2"].rsplit("/", 1)[1] in sheet


@pytest.mark.parametrize("path", ["dkfds/css/dkfds.css", "htmx/htmx.min.js", "maplibre/maplibre-gl.mjs"])
def test_libraries_are_served_packed_without_collecting(path):
    browser = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    answer = browser.get(f"/static/lib/{path}")
    assert answer["Content-Encoding"] == "gzip"
    packed = b"".join(answer.streaming_content)
    assert gzip.decompress(packed) == (build_front_end.LIBRARY / path).read_bytes()
    assert len(packed) < (build_front_end.LIBRARY / path).stat().st_size / 2
