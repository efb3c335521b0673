"""Tables, pictures, range bars, maps, forms and navigation as values and as HTML."""

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.ground.ui import figures, gallery, maps, marks, navigation, tables
from beredt.kit.language import language, mark
from beredt.telling import curves

DA = language("da")


def shown(source, **values):
    with translation.override("da"):
        return Template("{% load words %}" + source).render(Context(values))


class Cells(HTMLParser):
    """The text of each cell of the first table's body, row by row."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.inside, self.body = [], False, False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "tbody":
            self.body = True
        if self.body and tag == "tr":
            self.rows.append([])
        if self.body and tag in {"td", "th"}:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        if tag in {"td", "th"}:
            self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)


@settings(max_examples=40)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), min_size=1, max_size=5)
    )
)
def test_every_cell_of_a_table_stands_in_the_page(rows):
    made = tables.table("Tabel", [f"K{number}" for number in range(len(rows[0]))], rows)
    assert Cells(shown("{% data_table t %}", t=made)).rows == rows


HOSTILE = "\"><script>alert('x')</script>&"


def test_nothing_in_a_table_escapes_its_place():
    found = marks.basis_mark("assumed", language=DA, source=HOSTILE, as_of=HOSTILE, by=HOSTILE, url=HOSTILE)
    cell = tables.Cell(text=HOSTILE, sort=HOSTILE, url=HOSTILE, note=HOSTILE, basis=found)
    made = tables.Table(
        caption=HOSTILE,
        columns=(tables.Column(title=HOSTILE),) * 2,
        rows=(tables.Row(cells=(cell, cell), key=HOSTILE, tone=HOSTILE),),
        csv_url=HOSTILE,
    )
    html = shown("{% data_table t %}", t=made)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 12
    assert len(Cells(html).rows) == 1
    assert [len(row) for row in Cells(html).rows] == [2]


def test_the_first_cell_of_a_row_is_its_heading_and_numbers_are_set_right():
    made = tables.Table(
        caption="x",
        columns=(tables.Column(title="a"), tables.Column(title="b", kind="number")),
        rows=(tables.Row(cells=(tables.Cell(text="Nordby"), tables.Cell(text="7")), key="n", tone="critical"),),
    )
    html = shown("{% data_table t %}", t=made)
    assert '<tr id="n" class="is-critical"><th scope="row">Nordby</th><td class="is-number">7</td></tr>' in html


def test_a_table_has_a_caption_and_headed_rows_and_columns():
    html = shown("{% data_table t %}", t=gallery.sample_table(DA))
    assert re.search(r"<caption[^>]*>Hvad holder hvor længe</caption>", html)
    assert html.count('<th scope="col"') == 3
    assert html.count('<th scope="row"') == 4
    assert 'data-sort="1240"' in html


def test_zero_is_a_value_to_sort_by():
    assert tables.Cell(text="ingen", sort=0).sort_text == "0"
    assert tables.Cell(text="x").sort_text == ""


def test_an_empty_table_says_what_will_stand_there():
    html = shown("{% data_table t %}", t=tables.table("Plejehjem", ["Navn"], [], empty="Ingen endnu."))
    assert "<table" not in html
    assert "Ingen endnu." in html


def test_a_row_without_its_cells_is_refused():
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        tables.table("x", ["a", "b"], [["1"]])


def test_a_picture_keeps_no_style_and_has_ids_of_its_own():
    picture = (
        '<?xml version="1.0"?><svg aria-labelledby="title desc"><title id="title">a</title><desc id="desc">b</desc>'
        '<style>text { fill: red }</style><pattern id="not-assessed"/><rect fill="url(#not-assessed)"/>'
        '<use href="#desc"/></svg>'
    )
    fit = figures.fit_for_page(picture, number="7")
    assert "<style" not in fit
    assert "<?xml" not in fit
    assert set(re.findall(r'\bid="([^"]+)"', fit)) == {"title-7", "desc-7", "not-assessed-7"}
    assert 'aria-labelledby="title-7 desc-7"' in fit
    assert "url(#not-assessed-7)" in fit
    assert 'href="#desc-7"' in fit
    ElementTree.fromstring(fit)


def test_the_page_knows_every_class_that_pictures_use():
    from importlib import resources

    sheet = (resources.files("beredt.ground.ui") / "static" / "ui" / "components.css").read_text(encoding="utf-8")
    used = set(re.findall(r"\.([a-z-]+) {", curves.STYLE))
    assert used
    assert {name for name in used if f".chart .{name} " not in sheet} == set()


def test_a_chart_has_its_table_beside_it():
    html = shown("{% chart c table=t title='Borgere' %}", c=gallery.sample_curve(DA), t=gallery.sample_table(DA))
    assert "<figcaption" in html
    assert html.index("<svg") < html.index("<details")
    assert "<caption" in html


@pytest.mark.parametrize(
    ("box", "size"),
    [("0 0 287 196", ""), ("0 0 460 250", "middling"), ("0 0 1000 300", "broad"), ("-6.5 0 700 2", "broad")],
)
def test_the_size_of_a_picture_is_known_by_its_box(box, size):
    html = shown("{% chart c %}", c=f'<svg viewBox="{box}"></svg>')
    assert re.findall(r'<figure class="chart(?: chart-(\w+))?"', html) == [size]


ranges = st.lists(
    st.tuples(st.floats(-1e4, 1e4), st.floats(0, 1e4), st.floats(0, 1e4)).map(
        lambda t: figures.Range(label="x", low=t[0], middle=t[0] + t[1], high=t[0] + t[1] + t[2], told="x")
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(ranges)
def test_range_bars_share_one_axis_that_holds_zero(entries):
    drawn = [ElementTree.fromstring(bar.picture) for bar in figures.range_bars(entries, language=DA)]
    zeros = {bar.find("line[@class='bar-zero']").get("x1") for bar in drawn}
    assert len(zeros) == 1
    for bar, entry in zip(drawn, entries, strict=True):
        box = bar.find("rect")
        left, width = float(box.get("x")), float(box.get("width"))
        middle = float(bar.find("line[@class='bar-middle']").get("x1"))
        assert -0.1 <= left <= middle + 0.1
        assert middle <= left + width + 0.1
        assert left + width <= 1002.1
        if entry.low > 0:
            assert left >= float(zeros.copy().pop()) - 0.1


def test_equal_ranges_are_drawn_equal_and_larger_ones_larger():
    made = [figures.Range(label="x", low=0, middle=5, high=high, told="x") for high in (10, 10, 20)]
    widths = [
        float(ElementTree.fromstring(bar.picture).find("rect").get("width"))
        for bar in figures.range_bars(made, language=DA)
    ]
    assert widths[0] == widths[1]
    assert widths[2] == pytest.approx(2 * widths[0], abs=0.2)


def test_a_range_bar_is_said_in_words():
    made = figures.Range(label="Tank & slange", low=0, middle=3, high=9, told="3 (0 til 9)")
    picture = figures.range_bars([made], language=DA)[0].picture
    assert ElementTree.fromstring(picture).get("aria-label") == "Tank & slange: 3 (0 til 9)"


def test_a_map_carries_its_settings_and_its_table():
    html = shown("{% area_map m hours=5 %}", m=gallery.sample_map(DA))
    told = json.loads(re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)[1])
    assert told["series"]["west"] == [None] * 6
    assert told["areasUrl"] == "/ui/areas.json"
    assert "<table" in html
    assert 'max="5"' in html


def test_a_maps_settings_cannot_end_their_script():
    hostile = maps.AreaMap(name="x", title="</script><script>alert(1)</script>", areas_url="/a")
    html = shown("{% area_map m %}", m=hostile)
    assert "<script>alert" not in html


def test_form_fields_tie_label_hint_and_error_together():
    form = gallery.sample_form(DA)({"beds": "-1"})
    html = shown('{% include "ui/form.html" with action="Gem" %}', form=form)
    for field in form.visible_fields():
        if field.errors:
            assert f'id="{field.auto_id}_error"' in html
            assert f"{field.auto_id}_error" in " ".join(re.findall(r'aria-describedby="([^"]*)"', html))
    assert html.index("error-summary") < html.index("<input")
    assert 'class="form-select"' in html
    assert html.count("<fieldset") == 1
    assert re.findall(r'value="(-1)"', html) == ["-1"]


def test_the_error_summary_leads_to_fields_that_are_there():
    form = gallery.sample_form(DA)({})
    html = shown('{% include "ui/form.html" with action="Gem" %}', form=form)
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert targets
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_hidden_fields_are_kept():
    class Kept(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

    assert 'name="version" value="3"' in shown(
        '{% include "ui/form.html" with action="Gem" %}', form=Kept(initial={"version": 3})
    )


@pytest.fixture
def slots(monkeypatch):
    monkeypatch.setattr(navigation, "_slots", {})
    navigation.declare(
        [
            navigation.Slot(key="start", title=mark("Overview"), path="", letter="o"),
            navigation.Slot(
                key="log", title=mark("Keyboard"), path="log/", letter="l", may_see=lambda actor: actor == "dpo"
            ),
            navigation.Slot(key="now", title=mark("Now"), path="nu/", letter="n", button=True),
        ]
    )


def test_navigation_shows_what_the_actor_may_see(slots):
    def titles(actor):
        return [link.title for link in navigation.links(code="400", path="/400/", actor=actor, language=DA)]

    assert titles("dpo") == ["Overblik", "Tastatur"]
    assert titles("other") == ["Overblik"]


@pytest.mark.parametrize(
    ("path", "current"), [("/400/", ["/400/"]), ("/400/log/7/", ["/400/log/"]), ("/400/andet/", [])]
)
def test_one_slot_is_current(slots, path, current):
    found = navigation.links(code="400", path=path, actor="dpo", language=DA)
    assert [link.url for link in found if link.current] == current


def test_buttons_stand_apart(slots):
    found = navigation.links(code="400", path="/400/", actor="x", language=DA, buttons=True)
    assert [link.url for link in found] == ["/400/nu/"]


def test_two_slots_cannot_share_a_letter(slots):
    with pytest.raises(ValueError, match="letter o is taken"):
        navigation.declare([navigation.Slot(key="other", title="x", path="x/", letter="o")])
