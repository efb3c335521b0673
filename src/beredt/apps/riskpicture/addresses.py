"""Where an edition and a hazard stand."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from beredt.ground.access.actor import Actor


def list_url(actor: Actor) -> str:
    """The editions."""
    return reverse("riskpicture:list_editions", kwargs={"code": actor.municipality})


def edition_url(actor: Actor, edition_id: str) -> str:
    """One edition."""
    return reverse("riskpicture:show_edition", kwargs={"code": actor.municipality, "edition_id": edition_id})


def hazard_url(actor: Actor, hazard_id: str) -> str:
    """One hazard, by its full id."""
    edition_id, _, short_id = hazard_id.rpartition("/")
    kwargs = {"code": actor.municipality, "edition_id": edition_id, "short_id": short_id}
    return reverse("riskpicture:show_hazard", kwargs=kwargs)


def comparison_url(actor: Actor, *, old: str = "", new: str = "") -> str:
    """Two editions side by side, or the choice of them."""
    url = reverse("riskpicture:compare_editions", kwargs={"code": actor.municipality})
    return f"{url}?{urlencode({'fra': old, 'til': new})}" if old and new else url
