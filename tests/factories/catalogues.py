"""Catalogue folders and hazards made by hand; readable defaults, everything can be overridden."""

from __future__ import annotations

import copy

import yaml

from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.tables import AreaRow, AssetRow, DependencyRow, MunicipalityRow, PackTables
from beredt.domain.riskpicture.catalogue import Edition, Hazard, Lever, Source, Template, Wording

FACTS = """\
id = "vestby-2026"
title = { da = "Prøvekatalog", en = "Trial catalogue" }
publisher = "Vestby Kommune"
date = "2026-03"
version = "1"
terms = { da = "Frit.", en = "Free." }
completeness = "partial"
note = { da = "Kun til prøve.", en = "For trial only." }
binding = false
hazards_published = 3

[sources]
letter = { title = "Et brev" }
"""
SAID = {"da": "Antaget.", "en": "Assumed."}
STORM = {
    "id": "storm",
    "name": {"da": "Storm", "en": "Storm"},
    "wording": "confirmed",
    "confirmed_as": "title",
    "theme": {"da": "vejr", "en": "weather"},
    "source": "letter",
    "family": "weather",
    "scenario": {
        "basis": "assumed",
        "wider_than_municipality": False,
        "levers": [
            {
                "lever": "supply_failure",
                "cause": "grid",
                "services": ["power"],
                "extent": "roots",
                "duration_hours": {"p50": 4, "p90": 12},
                "because": SAID,
            }
        ],
    },
}
WAR = {
    "id": "war",
    "name": {"da": "Krig", "en": "War"},
    "wording": "unconfirmed",
    "theme": {"da": "sikkerhed", "en": "security"},
    "source": "letter",
    "family": "security",
    "not_expressible": {"da": "Ikke i modellen.", "en": "Not in the model."},
    "advice": [{"text": {"da": "Læs.", "en": "Read."}, "source": "letter"}],
}


def hazard_entries():
    """Two hazards as they stand in a file, free to change."""
    return copy.deepcopy([STORM, WAR])


def write_catalogue(folder, *, hazards=None, facts=FACTS):
    """Writes a catalogue folder and returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = copy.deepcopy(hazard_entries() if hazards is None else hazards)
    (folder / "pack.toml").write_text(facts, encoding="utf-8")
    (folder / "hazards.yaml").write_text(_without_references({"hazards": entries}), encoding="utf-8")
    (folder / "SOURCES.md").write_text("# Sources\n\nA letter.\n", encoding="utf-8")
    return folder


def _without_references(document):
    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data):
            return True

    return yaml.dump(document, Dumper=Dumper, allow_unicode=True, sort_keys=False)


def build_lever(**changes):
    """A lever: power fails at its roots for some hours."""
    return Lever(
        **{
            "cause": "grid",
            "lever": "supply_failure",
            "because": Wording(da="Antaget.", en="Assumed."),
            "duration_p50_hours": 4.0,
            "duration_p90_hours": 12.0,
            "services": ("power",),
            "extent": "roots",
        }
        | changes
    )


def build_hazard(*levers, **changes):
    """A hazard with the given levers; without levers one that the model cannot express."""
    return Hazard(
        **{
            "edition_id": "vestby-2026",
            "short_id": "storm",
            "names": Wording(da="Storm", en="Storm"),
            "wording": "confirmed",
            "confirmed_as": "title",
            "theme": Wording(da="vejr", en="weather"),
            "source_key": "letter",
            "family": "weather",
            "template": Template(levers=levers) if levers else None,
            "not_expressible": None if levers else Wording(da="Ikke i modellen.", en="Not in the model."),
        }
        | changes
    )


def build_edition(*hazards, **changes):
    """An edition with the given hazards."""
    return Edition(
        **{
            "edition_id": "vestby-2026",
            "title": Wording(da="Prøvekatalog", en="Trial catalogue"),
            "publisher": "Vestby Kommune",
            "date": "2026-03",
            "version": "1",
            "terms": Wording(da="Frit.", en="Free."),
            "completeness": "partial",
            "note": Wording(da="Prøve.", en="Trial."),
            "is_binding": False,
            "hazards_published": 20,
            "source_url": "",
            "sources": (Source(key="letter", title="Et brev"),),
            "hazards": hazards,
        }
        | changes
    )


def municipality_of(assets, links=(), areas=("havn", "by")):
    """A snapshot of assets (id, kind, service, area, people) with links (asset, supplier)."""
    tables = PackTables(
        municipality=MunicipalityRow(code="999", name="Vestby Kommune", population=1_000),
        areas=tuple(AreaRow(area_id=area, name=area, population=500) for area in areas),
        assets=tuple(
            AssetRow(asset_id=asset_id, kind=kind, name=asset_id, service=service, area_id=area, people=people)
            for asset_id, kind, service, area, people in assets
        ),
        dependencies=tuple(
            DependencyRow(asset_id=asset_id, group_id=f"needs-{supplier}", supplier_id=supplier)
            for asset_id, supplier in links
        ),
    )
    return build_snapshot(tables)
