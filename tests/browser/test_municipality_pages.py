"""The municipality's pages in a real browser: changed in place, taken in without scripts, read by everybody."""

import re

import pytest
from playwright.sync_api import expect

from factories import web

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CODE = "999"


@pytest.fixture
def pack(settings, tmp_path):
    """A small municipality with an upload that waits, one with errors, and two changes."""
    from beredt.apps.municipality import operations, packs
    from factories import municipality_rows as rows

    settings.BEREDT_DATA = str(tmp_path)
    web.municipality(CODE, "Vestby")
    rows.stored_pack()
    operations.change_value(
        actor=rows.actor(), table="assets", row_key=("waterworks",), column="restart_hours", value=2.5,
        basis="verified", source="Vandværket", as_of="2026-11-20", expected_version=1,
    )  # fmt: skip
    operations.remove_row(actor=rows.actor(), table="sites", row_key=("hal",), expected_version=1)
    return packs.load(CODE)


@pytest.fixture
def uploads(pack):
    """Ids of an upload that can be stored and of one that cannot."""
    from beredt.adapters.packs import writer
    from beredt.apps.municipality import import_operations
    from factories import municipality as factory
    from factories import municipality_rows as rows

    good = writer.pack_files(factory.small_pack_tables())
    bad = {**good, "dependencies.csv": good["dependencies.csv"].replace(b"substation", b"nowhere")}
    ids = []
    for files in (good, bad):
        given = [import_operations.GivenFile(name=name, chunks=[data]) for name, data in files.items()]
        upload_id = import_operations.receive_files(actor=rows.actor(), files=given, kind="pack")
        import_operations.read_upload(actor=rows.actor(), upload_id=upload_id)
        ids.append(upload_id)
    return ids


@pytest.fixture
def open_room(open_page, session_of, pack):
    """Opens a page of the room, signed in as a coordinator (or in other roles)."""
    members = {}

    def open_room(path="", *, roles=("coordinator",), **how):
        who = members.setdefault(roles, None) or web.member(roles, code=CODE)
        members[roles] = who
        return open_page(f"/{CODE}/kommunen/{path}", cookies=session_of(who), **how)

    return open_room


def row_id(pack, table, *key):
    return pack.keys[table][key].row_id


@pytest.mark.parametrize(("language", "size"), [("da", "desk"), ("da", "phone"), ("da", "zoom 400 %"), ("en", "desk")])
def test_nothing_found_on_any_page(open_room, pack, uploads, findings, sideways, size, language):
    asset = row_id(pack, "assets", "waterworks")
    for path in (
        "",
        "tabel/areas/",
        "tabel/assets/",
        "tabel/need_profiles/?basis=unverified",
        f"ressource/{asset}/",
        f"ressource/{asset}/falder/",
        f"tabel/dependencies/{row_id(pack, 'dependencies', 'mast', 'power', 'feeder-1')}/",
        f"tabel/assets/{asset}/ret/people/",
        f"tabel/assets/{asset}/fjern/",
        "tabel/sites/ny/",
        "import/",
        f"import/{uploads[0]}/",
        f"import/{uploads[1]}/",
        "historik/",
        "historik/2/",
    ):
        page = open_room(path, size=size, language=language)
        assert findings(page) == [], path
        assert sideways(page) <= 0, path
        assert page.locator("h1").count() == 1, path


def test_a_value_is_changed_where_it_stands_by_keys_alone(open_room, pack):
    page = open_room(f"ressource/{row_id(pack, 'assets', 'waterworks')}/")
    change = page.get_by_role("link", name=re.compile("Ret Genstart"))
    change.focus()
    page.keyboard.press("Enter")
    field = page.get_by_label(re.compile("^Genstart")).first
    expect(field).to_be_visible()
    field.fill("3,5")
    page.get_by_label(re.compile("^Kilde")).fill("Driftslederen")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("saved=4"))
    expect(page.locator("main")).to_contain_text("3,5")
    expect(page.locator("main")).to_contain_text("Driftslederen")
    page.get_by_role("button", name="Fortryd ændringen").click()
    expect(page.locator("main")).to_contain_text("En ændring taget tilbage")


def test_what_an_asset_takes_down_comes_by_itself(open_room, pack):
    page = open_room(f"ressource/{row_id(pack, 'assets', 'substation')}/")
    expect(page.locator("#falls")).to_contain_text("Udføring 1")


def test_everything_works_without_scripts(open_room, pack, press, uploads):
    asset = row_id(pack, "assets", "substation")
    page = open_room(f"ressource/{asset}/", scripts=False)
    press(page.get_by_role("link", name=re.compile("Beregn, hvad der falder")))
    expect(page.locator("main")).to_contain_text("Udføring 1")
    page = open_room(f"tabel/assets/{asset}/ret/name/", scripts=False)
    page.get_by_label(re.compile("^Navn")).fill("Vestby station")
    press(page.get_by_role("button", name="Gem"))
    expect(page.locator("h1")).to_contain_text("Vestby station")
    page = open_room(f"import/{uploads[0]}/", scripts=False)
    press(page.get_by_role("button", name="Sammenlign igen"))
    expect(page.get_by_role("button", name="Sammenlign igen")).to_have_count(0)
    press(page.get_by_role("button", name="Gem"))
    expect(page.locator("main")).to_contain_text("Gemt som ændring nr. 5")


def test_two_people_and_one_asset(open_room, pack):
    path = f"tabel/assets/{row_id(pack, 'assets', 'mast')}/ret/restart_hours/"
    one, two = open_room(path), open_room(path, roles=("administrator",))
    for page, value in ((one, "1,5"), (two, "4")):
        page.get_by_label(re.compile("^Genstart")).fill(value)
        page.get_by_role("button", name="Gem").click()
    expect(two.get_by_role("alert").first).to_contain_text("En anden har ændret det, mens du skrev")
    expect(two.get_by_role("alert").first).to_contain_text("1,5")
    expect(two.get_by_label(re.compile("^Genstart"))).to_have_value("4")
    two.get_by_role("button", name="Gem min i stedet").click()
    expect(two.locator("main")).to_contain_text("Gemt")


def test_the_map_has_areas_and_opens_cards(open_room):
    page = open_room()
    expect(page.locator("[data-map][data-state=ready]")).to_be_visible()
    assert any("/kort/omraader.geojson" in answer.url for answer in page.watch.bodies)
    assert any("/kort/ressourcer.geojson" in answer.url for answer in page.watch.bodies)
    reader = open_room(roles=("reader",))
    expect(reader.locator("[data-map][data-state=ready]")).to_be_visible()
    assert not any("/kort/ressourcer.geojson" in answer.url for answer in reader.watch.bodies)
