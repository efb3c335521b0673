"""Pages of runs: what they answer, for whom, with how many queries."""

from __future__ import annotations

import pytest

from factories import web

CODE = "999"

pytestmark = pytest.mark.django_db


def get(client, path, status=200):
    response = client.get(f"/{CODE}/konsekvenser/{path}")
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_smoke(run):
    client = web.member_client(code=CODE)
    first = run.assessment.hazards[0].hazard
    base = f"{run.facts.run_id}/"
    for path in ("", "ny/", "sammenlign/", base, f"{base}{first}/", f"{base}{first}/grupper/", f"{base}{first}/hvorfor/?gruppe=home"):
        text = get(client, path)
        print(path, len(text))
        open("/tmp/w/w5_" + path.replace("/", "_").replace("?", "_") + ".html", "w").write(text)
    get(client, f"{base}assess.json")
