"""Many who write at the same moment. As a program: `edit_racers` races on the installation's own database, and tells.

SQLite in memory, as other tests have it, is one connection that cannot be raced for.
"""

import json
from concurrent.futures import ThreadPoolExecutor

import django


def race():
    """What three races left behind, as plain values."""
    from beredt.adapters.packs import fingerprint
    from beredt.apps.municipality import packs
    from beredt.apps.municipality.models import Revision
    from factories import municipality_rows as rows

    tables = rows.stored_pack()
    assets = [row.asset_id for row in tables.assets]
    different = all_at_once(change, assets)
    after = packs.load(rows.CODE)
    same = all_at_once(attempt, [21, 22, 23, 24, 25])
    kept = packs.load(rows.CODE).rows["sites"][("hal",)].beds
    twice = all_at_once(send, range(5))
    now = packs.load(rows.CODE)
    return {
        "different": sorted(different),
        "hours": sorted({row.restart_hours for row in after.tables.assets}),
        "first": [answer for answer in same if answer[0] == "stored"],
        "told": [answer for answer in same if answer[0] == "told"],
        "kept": kept,
        "twice": twice,
        "numbers": list(Revision.objects.order_by("number").values_list("number", flat=True)),
        "is_true_hash": now.pack_hash == fingerprint.pack_hash(now.tables),
    }


def all_at_once(work, items):
    """The answers of as many threads as there are items."""
    from django.db import connection

    def one(item):
        try:
            return work(item)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(items)) as pool:
        return list(pool.map(one, items))


def change(asset_id):
    return _change("assets", (asset_id,), "restart_hours", 2.5).revision


def attempt(beds):
    from beredt.apps.municipality.changes import ChangedMeanwhile

    try:
        return ["stored", _change("sites", ("hal",), "beds", beds).revision]
    except ChangedMeanwhile as error:
        return ["told", error.theirs.beds]


def send(_):
    return _change("need_profiles", ("nødkald", "call", "mast"), "people", 41, token="one-form").revision


def _change(table, key, column, value, token=""):
    from beredt.apps.municipality import operations
    from factories import municipality_rows as rows

    return operations.change_value(
        actor=rows.actor(), table=table, row_key=key, column=column, value=value, basis="verified", source="",
        as_of="2026", expected_version=1, token=token,
    )  # fmt: skip


if __name__ == "__main__":
    django.setup()
    print(json.dumps(race()))
