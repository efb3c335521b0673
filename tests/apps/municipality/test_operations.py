"""Changes: stored whole, numbered, audited by ids; refused with the reason, and never over somebody else's work."""

from __future__ import annotations

import json

import attrs
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beredt.adapters.packs import fingerprint
from beredt.apps.municipality import operations, packs, queries
from beredt.apps.municipality.changes import ChangedMeanwhile, DataMovedOn, RefusedChange
from beredt.apps.municipality.models import Revision, RowRevision
from beredt.domain.municipality import differences
from beredt.domain.municipality.tables import AssetRow, DependencyRow
from beredt.ground.audit.models import EntryRow
from beredt.kit.errors import InvalidInput, NotAllowed, NotFound
from beredt.kit.language import language
from factories import municipality as factory
from factories import municipality_rows as rows

pytestmark = pytest.mark.django_db
WATERWORKS = ("waterworks",)


@pytest.fixture
def pack():
    return rows.stored_pack()


def change(actor=None, **named):
    usual = {
        "table": "assets",
        "row_key": WATERWORKS,
        "column": "restart_hours",
        "value": 3.5,
        "basis": "verified",
        "source": "Driftsleder",
        "as_of": "2026-11-20",
        "expected_version": 1,
    }
    return operations.change_value(actor=actor or rows.actor(), **{**usual, **named})


def now(code="999"):
    return packs.load(code)


def test_a_value_is_changed_numbered_and_audited_without_names(pack):
    changed = change()
    assert changed.revision == 2
    assert now().rows["assets"][WATERWORKS].restart_hours == 3.5
    assert now().pack_hash == fingerprint.pack_hash(now().tables)
    entry = EntryRow.objects.get(event="municipality.edited")
    assert entry.actor_user_id == 7
    assert entry.subject == f"assets:{now().keys['assets'][WATERWORKS].row_id}"
    assert json.loads(entry.details) == {"table": "assets", "column": "restart_hours", "revision": 2, "rows": 2}
    assert "Driftsleder" not in entry.details


def test_the_same_form_twice_changes_once(pack):
    first = change(token="a")
    second = change(token="a", value=9.0)
    assert first.revision == second.revision == 2
    assert now().rows["assets"][WATERWORKS].restart_hours == 3.5
    assert EntryRow.objects.filter(event="municipality.edited").count() == 1


def test_what_stands_there_already_makes_no_revision(pack):
    made = operations.replace_tables(actor=rows.actor(), tables=now().tables, expected_revision=1)
    assert made.revision == 1
    assert Revision.objects.count() == 1
    assert EntryRow.objects.filter(event="municipality.replaced").count() == 0


def test_the_second_of_two_sees_the_first_ones_value(pack):
    change(actor=rows.actor(user_id=1))
    with pytest.raises(ChangedMeanwhile) as caught:
        change(actor=rows.actor(user_id=2), column="people", value=100)
    assert caught.value.theirs.restart_hours == 3.5
    assert caught.value.version == 2
    assert now().rows["assets"][WATERWORKS].people == 12_000
    change(actor=rows.actor(user_id=2), column="people", value=100, expected_version=2)
    assert now().rows["assets"][WATERWORKS].people == 100


def test_two_who_confirm_the_same_value_do_not_overwrite_each_other(pack):
    change(value=0.0, source="den ene")
    with pytest.raises(ChangedMeanwhile):
        change(value=0.0, source="den anden", basis="assumed")
    origin = now().origins.of("assets", WATERWORKS, "restart_hours")
    assert (origin.basis, origin.source) == ("verified", "den ene")


def test_a_group_that_was_changed_by_another_row_is_seen(pack):
    both = {"table": "dependencies", "column": "buffer_hours"}
    change(row_key=("waterworks", "pumps", "pump-1"), value=9.0, **both)
    with pytest.raises(ChangedMeanwhile):
        change(row_key=("waterworks", "pumps", "pump-2"), value=1.0, **both)


def test_a_row_that_is_gone_is_told(pack):
    operations.remove_row(actor=rows.actor(), table="sites", row_key=("hal",), expected_version=1)
    with pytest.raises(ChangedMeanwhile) as caught:
        change(table="sites", row_key=("hal",), column="beds", value=1)
    assert caught.value.theirs is None


@pytest.mark.parametrize(
    ("named", "code", "key"),
    [
        ({"column": "people", "value": 12_001}, "service_over_population", WATERWORKS),
        ({"column": "area_id", "value": "nowhere"}, "unknown_id", WATERWORKS),
        (
            {
                "table": "dependencies",
                "row_key": ("mast", "power", "feeder-1"),
                "column": "supplier_id",
                "value": "mast",
            },
            "self_dependency",
            ("mast", "power", "mast"),
        ),
        (
            {"table": "dependencies", "row_key": ("mast", "power", "feeder-1"), "column": "min_up", "value": 2},
            "min_up_too_large",
            ("mast", "power", "feeder-1"),
        ),
        (
            {
                "table": "need_profiles",
                "row_key": ("nødkald", "call", "mast"),
                "column": "tolerance_p10_hours",
                "value": 9.0,
            },
            "tolerance_order",
            ("nødkald", "call", "feeder-1"),
        ),
    ],
)
def test_what_would_not_fit_together_is_refused_with_its_place(pack, named, code, key):
    before = now()
    with pytest.raises(RefusedChange) as caught:
        change(**named)
    assert (code, key) in {(found.problem.code, found.key) for found in caught.value.problems}
    assert now() is before
    assert Revision.objects.count() == 1
    assert RowRevision.objects.count() == 0
    assert EntryRow.objects.count() == 1
    assert "{" not in caught.value.told_in(language("da"))


def test_a_warning_is_stored_and_told(pack):
    changed = change(column="kind", value="teapot")
    assert [found.problem.code for found in changed.warnings] == ["unknown_kind"]
    assert changed.warnings[0].key == WATERWORKS


def test_a_row_comes_and_goes(pack):
    row = AssetRow(asset_id="mast-2", kind="mast", name="Ny mast", area_id="havneby")
    operations.add_row(actor=rows.actor(), table="assets", row=row)
    assert now().rows["assets"][("mast-2",)] == row
    with pytest.raises(InvalidInput):
        operations.add_row(actor=rows.actor(), table="assets", row=row)
    operations.remove_row(actor=rows.actor(), table="assets", row_key=("mast-2",), expected_version=1)
    assert now().tables == differences.in_order(pack)
    assert [entry.event for entry in EntryRow.objects.order_by("sequence")] == [
        "municipality.created",
        "municipality.added",
        "municipality.removed",
    ]


def test_a_row_that_others_refer_to_stays(pack):
    with pytest.raises(RefusedChange) as caught:
        operations.remove_row(actor=rows.actor(), table="assets", row_key=("substation",), expected_version=1)
    assert {found.key for found in caught.value.problems} == {
        ("feeder-1", "power", "substation"),
        ("feeder-2", "power", "substation"),
    }


@pytest.mark.parametrize("role", ["management", "reader", "care_worker", "crisis_staff", "data_protection_officer"])
def test_only_planners_change(pack, role):
    for refused in (
        lambda who: change(actor=who),
        lambda who: operations.undo(actor=who, revision=1),
        lambda who: operations.replace_tables(actor=who, tables=pack, expected_revision=1),
        lambda who: operations.add_row(actor=who, table="assets", row=AssetRow(asset_id="x", kind="", name="")),
        lambda who: operations.remove_row(actor=who, table="sites", row_key=("hal",), expected_version=1),
        lambda who: operations.create_municipality(actor=who, code="999", tables=pack, source=""),
    ):
        with pytest.raises(NotAllowed):
            refused(rows.actor(role))
    assert EntryRow.objects.count() == 1


def test_care_leaders_change_sites_and_profiles(pack):
    leader = rows.actor("care_leader")
    change(actor=leader, table="sites", row_key=("hal",), column="beds", value=80)
    change(actor=leader, table="need_profiles", row_key=("nødkald", "call", "mast"), column="people", value=30)
    with pytest.raises(NotAllowed):
        change(actor=leader)


def test_another_municipality_is_another_world(pack):
    rows.stored_pack(code="998")
    stranger = rows.actor(code="998")
    change(actor=stranger, value=9.0)
    assert now("998").rows["assets"][WATERWORKS].restart_hours == 9.0
    assert now("999").rows["assets"][WATERWORKS].restart_hours == 0.0
    with pytest.raises(InvalidInput):
        operations.replace_tables(actor=stranger, tables=now("999").tables, expected_revision=2)
    with pytest.raises(NotFound):
        change(actor=rows.actor(code="997"))
    with pytest.raises(NotFound):
        queries.get_row(actor=stranger, table="assets", row_id=now("999").keys["assets"][WATERWORKS].row_id)


def test_data_are_made_once(pack):
    with pytest.raises(InvalidInput):
        rows.stored_pack()
    with pytest.raises(InvalidInput):
        operations.create_municipality(actor=rows.actor(code="998"), code="998", tables=pack, source="")
    assert not packs.Municipality.objects.filter(code="998").exists()


def test_first_data_with_errors_are_refused_whole():
    broken = factory.small_pack_tables(
        dependencies=(DependencyRow(asset_id="mast", group_id="g", supplier_id="nobody"),), provenance=()
    )
    with pytest.raises(RefusedChange):
        rows.stored_pack(tables=broken)
    assert not packs.Municipality.objects.exists()
    assert not EntryRow.objects.exists()


def test_a_replaced_pack_touches_only_what_differs(pack):
    before = now()
    changed = attrs.evolve(
        before.tables,
        assets=tuple(
            attrs.evolve(row, name="Nyt navn") if row.asset_id == "mast" else row for row in before.tables.assets
        ),
        sites=(),
    )
    made = operations.replace_tables(actor=rows.actor(), tables=changed, expected_revision=1)
    assert {(row.table, row.kind, row.key) for row in made.changes} == {
        ("assets", "changed", ("mast",)),
        ("sites", "removed", ("hal",)),
    }
    keys = now().keys["assets"]
    assert keys[("mast",)].row_id == before.keys["assets"][("mast",)].row_id
    assert (keys[("mast",)].version, keys[WATERWORKS].version) == (2, 1)
    with pytest.raises(DataMovedOn):
        operations.replace_tables(actor=rows.actor(), tables=before.tables, expected_revision=1)


def test_the_last_change_is_taken_back_and_forth(pack):
    before = now()
    change()
    after = now()
    undone = operations.undo(actor=rows.actor(), revision=2)
    assert now().tables == before.tables
    assert now().pack_hash == before.pack_hash
    with pytest.raises(InvalidInput):
        operations.undo(actor=rows.actor(), revision=2)
    operations.undo(actor=rows.actor(), revision=undone.revision)
    assert now().tables == after.tables
    assert [found.is_undone for found in queries.list_revisions(actor=rows.actor())] == [False, True, True, False]


def test_an_older_change_is_taken_back_unless_somebody_changed_it_since(pack):
    change()
    change(table="sites", row_key=("hal",), column="beds", value=80)
    operations.undo(actor=rows.actor(), revision=2)
    assert now().rows["assets"][WATERWORKS].restart_hours == 0.0
    assert now().rows["sites"][("hal",)].beds == 80
    change(table="sites", row_key=("hal",), column="beds", value=90, expected_version=2)
    with pytest.raises(ChangedMeanwhile):
        operations.undo(actor=rows.actor(), revision=3)


def test_an_undo_that_others_build_on_is_refused(pack):
    row = AssetRow(asset_id="mast-2", kind="mast", name="Ny mast")
    operations.add_row(actor=rows.actor(), table="assets", row=row)
    leans = DependencyRow(asset_id="pump-1", group_id="mobile", supplier_id="mast-2")
    operations.add_row(actor=rows.actor(), table="dependencies", row=leans)
    with pytest.raises(RefusedChange):
        operations.undo(actor=rows.actor(), revision=2)


@pytest.mark.parametrize("revision", [1, 99])
def test_neither_the_first_data_nor_what_never_was_is_taken_back(pack, revision):
    with pytest.raises((InvalidInput, NotFound)):
        operations.undo(actor=rows.actor(), revision=revision)


def test_columns_that_are_not_ours_follow_their_row(pack):
    key = ("mast", "power", "feeder-1")
    operations.replace_tables(
        actor=rows.actor(), tables=now().tables, expected_revision=1, extras={"dependencies": {key: {"note": "ø"}}}
    )
    change(table="dependencies", row_key=key, column="supplier_id", value="feeder-2", expected_version=2)
    assert now().extras == {"dependencies": {("mast", "power", "feeder-2"): {"note": "ø"}}}
    operations.undo(actor=rows.actor(), revision=3)
    assert now().extras == {"dependencies": {key: {"note": "ø"}}}
    operations.undo(actor=rows.actor(), revision=2)
    assert now().extras == {}
    assert now().pack_hash == fingerprint.pack_hash(pack)


def test_history_says_who_confirmed_what_when(pack):
    change()
    change(table="sites", row_key=("hal",), column="beds", value=80)
    history = queries.row_history(actor=rows.actor(), table="assets", key=WATERWORKS)
    assert [(found.revision.number, found.revision.user_id, found.change.table) for found in history] == [
        (2, 7, "assets"),
        (2, 7, "provenance"),
    ]
    assert [(cell.column, cell.old, cell.new) for cell in history[0].cells] == [("restart_hours", 0.0, 3.5)]
    said = {cell.column: cell.new for cell in history[1].cells}
    assert (said["basis"], said["source"]) == ("verified", "Driftsleder")


def test_an_assets_card_tells_of_its_suppliers_too_and_of_no_other_assets(pack):
    change(table="dependencies", row_key=("mast", "power", "feeder-1"), column="buffer_hours", value=6.0)
    change(table="dependencies", row_key=("waterworks", "pumps", "pump-1"), column="buffer_hours", value=9.0)
    card = queries.get_asset_card(actor=rows.actor(), row_id=now().keys["assets"][("mast",)].row_id)
    assert {(found.change.table, found.change.key) for found in card.changes} == {
        ("dependencies", ("mast", "power", "feeder-1")),
        ("provenance", ("dependencies", "mast/power", "buffer_hours")),
    }


def test_ids_that_differ_in_their_letters_only_have_histories_of_their_own(pack):
    for asset_id in ("Mast", 'ma"st', "mast-2"):
        row = AssetRow(asset_id=asset_id, kind="mast", name="En anden")
        operations.add_row(actor=rows.actor(), table="assets", row=row)
        change(row_key=(asset_id,), value=1.0)
    for asset_id, revisions in (("mast", []), ("Mast", [3, 3, 2]), ('ma"st', [5, 5, 4]), ("mast-2", [7, 7, 6])):
        found = queries.row_history(actor=rows.actor(), table="assets", key=(asset_id,))
        assert [entry.revision.number for entry in found] == revisions


def test_a_change_costs_as_many_statements_in_a_large_pack_as_in_a_small_one():
    counts = []
    for code, assets in (("101", 20), ("102", 200)):
        rows.stored_pack(code=code, tables=rows.city_tables(assets=assets, profiles=assets, code=code))
        now(code)
        with CaptureQueriesContext(connection) as asked:
            change(actor=rows.actor(code=code), row_key=("x00003",))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25
