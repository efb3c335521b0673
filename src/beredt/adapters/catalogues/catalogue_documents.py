"""Catalogues as documents for machines: facts and hazards, the same in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from beredt.adapters.catalogues.problem import CatalogueProblem
from beredt.adapters.catalogues.reader import CatalogueRegistry
from beredt.domain.riskpicture.catalogue import Edition, Hazard, Lever, Template, Wording
from beredt.domain.riskpicture.edition_diff import EditionDiff
from beredt.domain.riskpicture.templates import NotExpressible
from beredt.kit.language import language

LIST_SCHEMA = "beredt/catalogue-list/1"
EDITION_SCHEMA = "beredt/catalogue/1"
CHECK_SCHEMA = "beredt/catalogue-check/1"
DIFF_SCHEMA = "beredt/catalogue-diff/1"

LocalStates = Mapping[str, NotExpressible | None]
"""By full hazard id: None where the hazard can be made local, else why not."""


def list_document(registry: CatalogueRegistry) -> dict[str, Any]:
    """`beredt/catalogue-list/1`: facts and counts of every edition."""
    return {
        "schema": LIST_SCHEMA,
        "default": registry.selected.edition_id,
        "catalogues": [_facts(edition) for edition in registry.editions],
    }


def edition_document(edition: Edition, hazards: Sequence[Hazard] | None = None) -> dict[str, Any]:
    """`beredt/catalogue/1`: one edition with its sources and hazards (all, or those given)."""
    return {
        "schema": EDITION_SCHEMA,
        **_facts(edition),
        "sources": [{"key": source.key, "title": source.title, "url": source.url} for source in edition.sources],
        "hazards": [_hazard(hazard) for hazard in (edition.hazards if hazards is None else hazards)],
    }


def check_document(problems: Sequence[CatalogueProblem]) -> dict[str, Any]:
    """`beredt/catalogue-check/1`: all problems of a folder, in English."""
    return {
        "schema": CHECK_SCHEMA,
        "problems": [
            {
                "file": problem.file,
                "line": problem.line or None,
                "where": problem.where,
                "message": problem.message(language("en")),
            }
            for problem in problems
        ],
    }


def diff_document(diff: EditionDiff, local: LocalStates | None) -> dict[str, Any]:
    """`beredt/catalogue-diff/1`: what differs; with `local` also what can be made local in the pack."""
    return {
        "schema": DIFF_SCHEMA,
        "old": diff.old.edition_id,
        "new": diff.new.edition_id,
        "added": [_local(hazard, local) for hazard in diff.added],
        "removed": [_local(hazard, local) for hazard in diff.removed],
        "changed": [
            {**_local(change.new, local), "old_hazard": change.old.hazard_id, "aspects": list(change.aspects)}
            for change in diff.changed
        ],
        "unchanged": [_local(hazard, local) for hazard in diff.unchanged],
    }


def _facts(edition: Edition) -> dict[str, Any]:
    return {
        "id": edition.edition_id,
        "title": _said(edition.title),
        "publisher": edition.publisher,
        "date": edition.date,
        "version": edition.version,
        "source_url": edition.source_url,
        "completeness": edition.completeness,
        "binding": edition.is_binding,
        "terms": _said(edition.terms),
        "note": _said(edition.note),
        "hazards_published": edition.hazards_published,
        "hazards_listed": len(edition.hazards),
        "hazards_confirmed": len(edition.confirmed),
        "hazards_confirmed_expressible": len(edition.confirmed_expressible),
        "hazards_unconfirmed": edition.unconfirmed_count,
    }


def _hazard(hazard: Hazard) -> dict[str, Any]:
    return {
        "hazard": hazard.hazard_id,
        "name": _said(hazard.names),
        "wording": hazard.wording,
        "confirmed_as": hazard.confirmed_as or None,
        "theme": _said(hazard.theme),
        "source": hazard.source_key,
        "family": hazard.family,
        "expressible": hazard.is_expressible,
        "not_expressible": _said(hazard.not_expressible),
        "advice": [{"text": _said(advice.text), "source": advice.source_key} for advice in hazard.advice],
        "scenario": None if hazard.template is None else _template(hazard.template),
    }


def _template(template: Template) -> dict[str, Any]:
    return {
        "basis": template.basis,
        "season": template.season or None,
        "temperature_c": template.temperature_c,
        "wider_than_municipality": template.wider_than_municipality,
        "limits": _said(template.limits),
        "levers": [_lever(lever) for lever in template.levers],
    }


def _lever(lever: Lever) -> dict[str, Any]:
    return {
        "lever": lever.lever,
        "cause": lever.cause,
        "services": list(lever.services),
        "kinds": list(lever.kinds),
        "extent": lever.extent or None,
        "condition": lever.condition or None,
        "share": lever.share,
        "probability": lever.probability,
        "onset_hours": list(lever.onset_hours),
        "duration_hours": {"p50": lever.duration_p50_hours, "p90": lever.duration_p90_hours},
        "correlation": lever.correlation,
        "scope": lever.scope,
        "optional": lever.optional,
        "because": _said(lever.because),
    }


def _local(hazard: Hazard, local: LocalStates | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"hazard": hazard.hazard_id, "name": _said(hazard.names), "wording": hazard.wording}
    if local is None:
        return entry
    missing = local[hazard.hazard_id]
    reason = None if missing is None else missing.told_in(language("en"))
    return {**entry, "local": missing is None, "reason": reason}


def _said(wording: Wording | None) -> dict[str, str] | None:
    return None if wording is None else {"da": wording.da, "en": wording.en}
