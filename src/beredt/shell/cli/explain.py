"""`beredt explain`: why one profile is hit, as cause chains in sentences."""

from __future__ import annotations

import argparse
from typing import Any

from beredt.adapters import outages
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.results import files
from beredt.adapters.results.explain_document import ExplainedRun, explain_document
from beredt.domain.impact.result import CauseChain
from beredt.kit.errors import NotFound
from beredt.kit.language import Language, mark
from beredt.overview import runs
from beredt.shell.cli import arguments, assess
from beredt.telling import explanation, hazards


def add_verbs(subparsers: Any) -> None:
    """Adds the verb `explain`."""
    verb = subparsers.add_parser(
        "explain",
        help=mark("why a group of citizens is hit: the cause chains in sentences"),
        description=mark("Tells which failures, in which order, use up the tolerance of one profile of citizens."),
    )
    arguments.add_pack(verb)
    assess.add_cause(verb, every=False)
    verb.add_argument("--profile", required=True, metavar="ID", help=mark("the profile, as in need_profiles.csv"))
    arguments.add_run_options(verb)
    arguments.add_json(verb)
    verb.set_defaults(run=run)


def run(given: argparse.Namespace, reader_language: Language) -> int:
    """0 after the explanation is printed and the file asked for is written."""
    files.require_place(given.json)
    pack = runs.open_pack(given.pack)
    place = runs.require_profile(pack, given.profile)
    if given.disruptions is not None:
        local, chains = assess.NO_HAZARDS, _explain_file(given, pack)
    else:
        local = assess.local_hazards(given, pack)
        _require_scenario(local, reader_language)
        chains = runs.explain_scenario(
            pack, scenario=local.scenarios[0], profile_id=given.profile, options=arguments.run_options(given)
        )
    area = int(pack.snapshot.profiles.area_index[place])
    profile = explanation.ExplainedProfile(
        profile_id=given.profile,
        area_id=pack.snapshot.areas.area_id[area] if area >= 0 else "",
        people=int(pack.snapshot.profiles.people[place]),
        hazard=local.scenarios[0].hazard if local.scenarios else "",
        horizon_hours=given.horizon,
        exact=given.disruptions is not None,
    )
    spoken = assess.names_for(pack, local, reader_language)
    print(explanation.render_explanation(profile, chains, snapshot=pack.snapshot, names=spoken), end="")
    if given.json is not None:
        files.write_json(explain_document(_explained_run(given, pack, profile), chains), given.json)
    return 0


def _explain_file(given: argparse.Namespace, pack: runs.OpenPack) -> tuple[CauseChain, ...]:
    found = outages.require_outages(
        given.disruptions, asset_ids=pack.snapshot.assets.index_of, horizon_hours=given.horizon
    )
    return runs.explain_outages(pack, outages=found, profile_id=given.profile, options=arguments.run_options(given))


def _require_scenario(local: hazards.LocalHazards, reader_language: Language) -> None:
    """Raises `NotFound` with the reason where the hazard gives no scenario here."""
    if local.scenarios:
        return
    reason = hazards.told_missing(local.missing, reader_language, vocabulary=load_vocabulary())[0].reason
    raise NotFound(
        mark("The hazard {hazard} is not assessed here: {reason}."),
        code="not_modelled",
        hazard=local.hazards[0].hazard_id,
        reason=reason,
    )


def _explained_run(
    given: argparse.Namespace, pack: runs.OpenPack, profile: explanation.ExplainedProfile
) -> ExplainedRun:
    return ExplainedRun(
        pack_hash=pack.pack_hash,
        municipality_code=pack.snapshot.code,
        municipality_name=pack.snapshot.name,
        hazard=profile.hazard,
        horizon_hours=given.horizon,
        draws=1 if profile.exact else given.draws,
        seed=0 if profile.exact else given.seed,
        profile_id=profile.profile_id,
        people=profile.people,
    )
