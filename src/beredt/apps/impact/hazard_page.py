"""The pages of one hazard of a run: everything on it, its groups of people, and why one group is hit."""

from __future__ import annotations

import attrs

from beredt.apps.impact import addresses, area_pages, pages, policies
from beredt.apps.impact.area_pages import AreaHours
from beredt.apps.impact.pages import Figure, First, ProfileCauses
from beredt.apps.impact.queries import RunFacts, StoredHazard
from beredt.apps.municipality.packs import StoredPack
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.ui.tables import Table
from beredt.kit.errors import NotFound
from beredt.kit.language import Language, mark
from beredt.telling import caveats
from beredt.telling.names import Names


@attrs.frozen(kw_only=True)
class OtherHazard:
    """Another hazard of the same run."""

    name: str
    url: str
    is_shown: bool


@attrs.frozen(kw_only=True, eq=False)
class HazardPage:
    """Everything on the page of one hazard; what the reader may not see is empty."""

    title: str
    first: First
    facts: RunFacts
    remarks: tuple[str, ...]
    others: tuple[OtherHazard, ...]
    need: Figure
    services: tuple[Figure, ...]
    areas: AreaHours
    needs: Table
    need_notes: tuple[str, ...]
    groups_url: str
    causes: tuple[ProfileCauses, ...]
    chain_draws: int
    locks: tuple[str, ...]
    day_four: str
    single_points: Table | None
    coverage: Table
    verified: str
    provenance: tuple[tuple[str, str], ...]
    run_url: str
    run_again_url: str
    download_url: str


@attrs.frozen(kw_only=True, eq=False)
class GroupsPage:
    """The groups of people that one hazard hits."""

    title: str
    sentence: str
    groups: Table
    note: str
    hazard_url: str


@attrs.frozen(kw_only=True, eq=False)
class CausesPage:
    """Why one group is hit; `causes` is None until they are looked for, `is_stale` where that is too late."""

    sentence: str
    hazard_name: str
    profile_id: str
    causes: ProfileCauses | None
    chain_draws: int
    is_stale: bool
    ask_url: str
    hazard_url: str
    groups_url: str


def hazard_page(
    hazard: StoredHazard,
    *,
    pack: StoredPack,
    actor: Actor,
    language: Language,
    vocabulary: Vocabulary,
    what: str,
    hour: int,
) -> HazardPage:
    """The page of one hazard as this actor sees it."""
    run, result = hazard.run, hazard.result
    with_assets = permissions.may(actor, policies.READ_NAMES)
    names = run.names(language, vocabulary=vocabulary, with_assets=with_assets)
    run_id, hazard_id = run.facts.run_id, result.hazard
    return HazardPage(
        title=names.hazard(hazard_id),
        first=pages.first_of(hazard, names=names),
        facts=run.facts,
        remarks=run.local.remarks(language, vocabulary=vocabulary).get(hazard_id, ()),
        others=tuple(
            OtherHazard(
                name=names.hazard(other.hazard),
                url=addresses.hazard_url(actor, run_id, other.hazard),
                is_shown=other.hazard == hazard_id,
            )
            for other in hazard.others
        ),
        need=pages.need_figure(hazard, names=names),
        services=pages.service_figures(result, names=names),
        areas=area_pages.area_hours(hazard.timeline, areas=pack.tables.areas, what=what, hour=hour, names=names),
        needs=pages.need_table(result, names=names),
        need_notes=pages.need_notes(result, names=names),
        groups_url=addresses.hazard_url(actor, run_id, hazard_id, "list_groups") if with_assets else "",
        causes=tuple(
            pages.causes_of(profile_id, chains, result=result, snapshot=pack.snapshot, names=names)
            for profile_id, chains in hazard.chains.items()
            if chains
        ),
        chain_draws=hazard.chain_draws,
        locks=tuple(caveats.restart_sentence(lock, result, names) for lock in result.restart_locks),
        day_four=caveats.day_four_sentence(result.day_four, horizon_hours=result.horizon_hours, names=names),
        single_points=pages.single_point_table(run.header.single_points, names=names) if with_assets else None,
        coverage=pages.coverage_table(result, names=names),
        verified=caveats.verified_sentence(result.coverage, names),
        provenance=pages.provenance_rows(run.facts, language),
        run_url=addresses.run_url(actor, run_id),
        run_again_url=addresses.run_url(actor, run_id, "run_again") if permissions.may(actor, policies.RUN) else "",
        download_url=addresses.run_url(actor, run_id, "download_run") if with_assets else "",
    )


def groups_page(hazard: StoredHazard, *, actor: Actor, names: Names) -> GroupsPage:
    """The groups that one hazard hits, as somebody who may see them by area sees them."""
    result, language = hazard.result, names.language
    run_id = hazard.run.facts.run_id
    hit = sum(need.p_harm > 0 for need in result.needs)
    shown = min(hit, pages.MOST_GROUPS)
    note = ""
    if hit > shown:
        note = language.say(
            mark("The {shown} gravest of {total} are shown; the file has all."),
            shown=language.number(shown),
            total=language.number(hit),
        )
    title = names.hazard(result.hazard)
    return GroupsPage(
        title=title,
        sentence=language.say_count(
            "{hazard}: {count} group of citizens passes a tolerance in at least one of the runs.",
            "{hazard}: {count} groups of citizens pass a tolerance in at least one of the runs.",
            hit,
            hazard=title,
        ),
        groups=pages.group_table(
            result, names=names, why_url=lambda profile: addresses.causes_url(actor, run_id, result.hazard, profile)
        ),
        note=note,
        hazard_url=addresses.hazard_url(actor, run_id, result.hazard),
    )


def causes_page(hazard: StoredHazard, profile_id: str, *, pack: StoredPack, actor: Actor, names: Names) -> CausesPage:
    """Why one group is hit, as far as that is known; raises `NotFound` for a group that the run does not have."""
    result, facts = hazard.result, hazard.run.facts
    if all(need.profile_id != profile_id for need in result.needs):
        raise NotFound(mark("There is no such group of citizens in this run."), code="no_such_profile_in_run")
    chains = hazard.chains.get(profile_id)
    causes = None
    if chains is not None:
        causes = pages.causes_of(profile_id, chains, result=result, snapshot=pack.snapshot, names=names)
    return CausesPage(
        sentence=names.language.say(mark("Why {who} pass a tolerance"), who=pages.who(profile_id, result, names=names)),
        hazard_name=names.hazard(result.hazard),
        profile_id=profile_id,
        causes=causes,
        chain_draws=hazard.chain_draws,
        is_stale=pack.pack_hash != facts.pack_hash,
        ask_url=addresses.hazard_url(actor, facts.run_id, result.hazard, "explain_group"),
        hazard_url=addresses.hazard_url(actor, facts.run_id, result.hazard),
        groups_url=addresses.hazard_url(actor, facts.run_id, result.hazard, "list_groups"),
    )
