"""The pages of one hazard of a run: everything on it, its groups of people, and why one group is hit."""

from __future__ import annotations

from functools import cached_property

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
from beredt.telling import caveats, page_charts
from beredt.telling.names import Names


@attrs.frozen(kw_only=True)
class OtherHazard:
    """Another hazard of the same run."""

    name: str
    url: str
    is_shown: bool


@attrs.frozen(kw_only=True, eq=False)
class HazardPage:
    """Everything on the page of one hazard, made when the template comes to it; what the reader may not see is empty.

    The parts that depend on nothing but the run and the language are kept as made pieces of the page by the template.
    """

    hazard: StoredHazard
    pack: StoredPack
    actor: Actor
    names: Names
    with_assets: bool
    what: str
    hour: int

    @property
    def title(self) -> str:
        """The hazard's name."""
        return self.names.hazard(self.hazard.result.hazard)

    @property
    def facts(self) -> RunFacts:
        """What the run was made of."""
        return self.hazard.run.facts

    @property
    def first(self) -> First:
        """The first sentence and what stands under it."""
        return pages.first_of(self.hazard, names=self.names)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the scenario leaves out."""
        told = self.hazard.run.local.remarks(self.names.language, vocabulary=self.names.vocabulary)
        return told.get(self.hazard.result.hazard, ())

    @property
    def others(self) -> tuple[OtherHazard, ...]:
        """The run's hazards, most people first."""
        return tuple(
            OtherHazard(
                name=self.names.hazard(other.hazard),
                url=addresses.hazard_url(self.actor, self.facts.run_id, other.hazard),
                is_shown=other.hazard == self.hazard.result.hazard,
            )
            for other in self.hazard.others
        )

    @cached_property
    def need(self) -> Figure | None:
        """Citizens in need of help by each hour; None where the pack has no critical need, which is not nobody."""
        return pages.need_figure(self.hazard, names=self.names) if pages.has_need(self.hazard.result) else None

    @property
    def reading(self) -> str:
        """What line and band of the pictures are."""
        return page_charts.reading_sentence(self.names)

    @cached_property
    def services(self) -> tuple[Figure, ...]:
        """One small picture per service."""
        return pages.service_figures(self.hazard.result, names=self.names)

    @cached_property
    def areas(self) -> AreaHours | None:
        """The map at the chosen hour; None where neither a need nor a service is there to show."""
        return area_pages.area_hours(
            self.hazard.timeline,
            areas=self.pack.tables.areas,
            what=self.what,
            hour=self.hour,
            has_need=pages.has_need(self.hazard.result),
            names=self.names,
        )

    @cached_property
    def needs(self) -> Table:
        """Who passes a tolerance and when."""
        return pages.need_table(self.hazard.result, names=self.names)

    @cached_property
    def need_notes(self) -> tuple[str, ...]:
        """What stands under that table."""
        return pages.need_notes(self.hazard.result, names=self.names)

    @cached_property
    def causes(self) -> tuple[ProfileCauses, ...]:
        """Why the groups that are hit hardest are hit."""
        return tuple(
            pages.causes_of(
                profile_id, chains, result=self.hazard.result, snapshot=self.pack.snapshot, names=self.names
            )
            for profile_id, chains in self.hazard.chains.items()
            if chains
        )

    @property
    def chain_draws(self) -> int:
        """How many draws the causes were counted over."""
        return self.hazard.chain_draws

    @property
    def locks(self) -> tuple[str, ...]:
        """Loops that need a restart decision."""
        result = self.hazard.result
        return tuple(caveats.restart_sentence(lock, result, self.names) for lock in result.restart_locks)

    @property
    def day_four(self) -> str:
        """What runs out after the horizon."""
        result = self.hazard.result
        return caveats.day_four_sentence(result.day_four, horizon_hours=result.horizon_hours, names=self.names)

    @cached_property
    def single_points(self) -> Table | None:
        """The assets whose loss alone is enough."""
        points = self.hazard.run.header.single_points
        return pages.single_point_table(points, names=self.names) if self.with_assets else None

    @cached_property
    def coverage(self) -> Table:
        """What is assessed, partly or not."""
        return pages.coverage_table(self.hazard.result, names=self.names)

    @property
    def verified(self) -> str:
        """How much of the inputs is verified."""
        return caveats.verified_sentence(self.hazard.result.coverage, self.names)

    @property
    def provenance(self) -> tuple[tuple[str, str], ...]:
        """What is needed to repeat the run, and who made it."""
        return pages.made_of_rows(self.facts, actor=self.actor, language=self.names.language)

    @property
    def run_url(self) -> str:
        """The whole run."""
        return addresses.run_url(self.actor, self.facts.run_id)

    @property
    def groups_url(self) -> str:
        """The groups by area."""
        if not self.with_assets:
            return ""
        return addresses.hazard_url(self.actor, self.facts.run_id, self.hazard.result.hazard, "list_groups")

    @property
    def run_again_url(self) -> str:
        """Where the run is repeated."""
        if not permissions.may(self.actor, policies.RUN):
            return ""
        return addresses.run_url(self.actor, self.facts.run_id, "run_again")

    @property
    def download_url(self) -> str:
        """The result file."""
        return addresses.run_url(self.actor, self.facts.run_id, "download_run") if self.with_assets else ""


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
    """The page of one hazard as this actor sees it, with the map of `what` at an hour [h]."""
    with_assets = permissions.may(actor, policies.READ_NAMES)
    return HazardPage(
        hazard=hazard,
        pack=pack,
        actor=actor,
        names=hazard.run.names(language, vocabulary=vocabulary, with_assets=with_assets),
        with_assets=with_assets,
        what=area_pages.chosen(hazard.timeline, what, has_need=pages.has_need(hazard.result)),
        hour=min(max(hour, 0), hazard.timeline.horizon_hours),
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
