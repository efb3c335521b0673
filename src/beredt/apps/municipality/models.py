"""The tables of a pack as rows, the revisions that changed them, and files that wait for a yes.

Ids are the pack's own text ids, unique within a municipality. What must never be false is a constraint here; what must
fit together between rows is judged by `domain.municipality.checks` in the one place that writes (`operations`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from beredt.domain.municipality.tables import BASES, BUFFER_KINDS, SEVERITIES

LONGEST_ID = 200
MOST_PERSONS = 10_000_000
MOST_HOURS = 1_000_000.0


def _within(column: str, least: float, most: float, *, table: str) -> CheckConstraint:
    """A number is blank or within its limits, inclusive."""
    fits = Q(**{f"{column}__gte": least, f"{column}__lte": most})
    return CheckConstraint(
        condition=Q(**{f"{column}__isnull": True}) | fits, name=f"municipality_{table}_{column}"[:60]
    )


def _one_of(column: str, choices: Iterable[str], *, table: str) -> CheckConstraint:
    return CheckConstraint(condition=Q(**{f"{column}__in": list(choices)}), name=f"municipality_{table}_{column}"[:60])


def _named(*columns: str, table: str) -> CheckConstraint:
    """No id is blank."""
    blank = Q()
    for column in columns:
        blank |= Q(**{column: ""})
    return CheckConstraint(condition=~blank, name=f"municipality_{table}_has_id")


def _id_field() -> models.CharField:
    return models.CharField(max_length=LONGEST_ID)


def _blank_id_field() -> models.CharField:
    return models.CharField(max_length=LONGEST_ID, blank=True, default="")


class _Origin(models.Model):
    """Where a row's values come from, what it holds that is not ours, and how often it was changed."""

    basis = models.CharField(max_length=20, default="assumed")
    source = models.TextField(blank=True, default="")
    as_of = models.CharField(max_length=10, blank=True, default="")
    extra = models.TextField(blank=True, default="")
    """JSON object of columns that are not ours; empty where there are none."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """What is always true of the rows."""

        abstract = True


class Municipality(_Origin):
    """One municipality's pack: its own row, what the descriptor says beside ours, and which revision is in force."""

    code = models.CharField(max_length=LONGEST_ID, unique=True)
    name = models.TextField()
    population = models.PositiveIntegerField()
    properties = models.TextField(blank=True, default="")
    """JSON object: what `datapackage.json` held."""
    revision = models.PositiveIntegerField(default=1)
    pack_hash = models.CharField(max_length=64)

    class Meta:
        """What is always true of the rows."""

        constraints = [
            _named("code", "name", table="municipality"),
            _within("population", 0, MOST_PERSONS, table="municipality"),
            _one_of("basis", BASES, table="municipality"),
        ]

    def __str__(self) -> str:
        return self.code


class PackRow(_Origin):
    """A row of one municipality."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """What is always true of the rows."""

        abstract = True


class Area(PackRow):
    """A part of the municipality."""

    area_id = _id_field()
    name = models.TextField(blank=True, default="")
    population = models.PositiveIntegerField()
    geometry = models.TextField(blank=True, default="")
    """GeoJSON geometry as text: kept to the last digit; empty where there is none."""

    class Meta:
        """What is always true of the rows."""

        constraints = [
            UniqueConstraint(fields=["municipality", "area_id"], name="municipality_area_key"),
            _named("area_id", table="area"),
            _within("population", 0, MOST_PERSONS, table="area"),
            _one_of("basis", BASES, table="area"),
        ]


class Asset(PackRow):
    """Anything that gives or needs a service."""

    asset_id = _id_field()
    kind = models.TextField(blank=True, default="")
    name = models.TextField(blank=True, default="")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    area_id = _blank_id_field()
    service = models.TextField(blank=True, default="")
    people = models.PositiveIntegerField(null=True)
    restart_hours = models.FloatField(default=0.0)

    class Meta:
        """What is always true of the rows."""

        constraints = [
            UniqueConstraint(fields=["municipality", "asset_id"], name="municipality_asset_key"),
            _named("asset_id", table="asset"),
            _within("lon", -180.0, 180.0, table="asset"),
            _within("lat", -90.0, 90.0, table="asset"),
            _within("people", 0, MOST_PERSONS, table="asset"),
            _within("restart_hours", 0.0, MOST_HOURS, table="asset"),
            _one_of("basis", BASES, table="asset"),
        ]


class Dependency(PackRow):
    """One supplier of one group of an asset."""

    asset_id = _id_field()
    group_id = _id_field()
    supplier_id = _id_field()
    min_up = models.PositiveIntegerField(default=1)
    buffer_hours = models.FloatField(default=0.0)
    recharge_hours = models.FloatField(null=True)
    buffer_kind = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        """What is always true of the rows."""

        constraints = [
            UniqueConstraint(
                fields=["municipality", "asset_id", "group_id", "supplier_id"], name="municipality_dependency_key"
            ),
            _named("asset_id", "group_id", "supplier_id", table="dependency"),
            CheckConstraint(condition=~Q(asset_id=F("supplier_id")), name="municipality_dependency_on_another"),
            CheckConstraint(condition=Q(min_up__gte=1), name="municipality_dependency_min_up"),
            _within("buffer_hours", 0.0, MOST_HOURS, table="dependency"),
            _within("recharge_hours", 0.0, MOST_HOURS, table="dependency"),
            _one_of("buffer_kind", ("", *BUFFER_KINDS), table="dependency"),
            _one_of("basis", BASES, table="dependency"),
        ]


class Need(PackRow):
    """One supplier of one need of a profile; a profile is a number of people without identity."""

    profile_id = _id_field()
    area_id = _id_field()
    people = models.PositiveIntegerField()
    need_type = models.TextField(blank=True, default="")
    severity = models.CharField(max_length=20)
    group_id = _id_field()
    supplier_id = _id_field()
    min_up = models.PositiveIntegerField(default=1)
    tolerance_hours = models.FloatField()
    recharge_hours = models.FloatField(null=True)
    tolerance_p10_hours = models.FloatField(null=True)
    tolerance_p90_hours = models.FloatField(null=True)
    buffer_kind = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        """What is always true of the rows."""

        constraints = [
            UniqueConstraint(
                fields=["municipality", "profile_id", "group_id", "supplier_id"], name="municipality_need_key"
            ),
            _named("profile_id", "area_id", "group_id", "supplier_id", table="need"),
            _within("people", 0, MOST_PERSONS, table="need"),
            CheckConstraint(condition=Q(min_up__gte=1), name="municipality_need_min_up"),
            _one_of("severity", SEVERITIES, table="need"),
            _within("tolerance_hours", 0.0, MOST_HOURS, table="need"),
            _within("recharge_hours", 0.0, MOST_HOURS, table="need"),
            CheckConstraint(
                condition=Q(tolerance_p10_hours__isnull=True, tolerance_p90_hours__isnull=True)
                | Q(
                    # A comparison with nothing is neither true nor false, which a constraint lets pass.
                    tolerance_p10_hours__isnull=False,
                    tolerance_p90_hours__isnull=False,
                    tolerance_p10_hours__gte=0.0,
                    tolerance_p10_hours__lte=F("tolerance_hours"),
                    tolerance_p90_hours__gte=F("tolerance_hours"),
                    tolerance_p90_hours__lte=MOST_HOURS,
                ),
                name="municipality_need_tolerance_order",
            ),
            _one_of("buffer_kind", ("", *BUFFER_KINDS), table="need"),
            _one_of("basis", BASES, table="need"),
        ]


class Site(PackRow):
    """A place with beds that can be opened."""

    site_id = _id_field()
    name = models.TextField(blank=True, default="")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    area_id = _blank_id_field()
    beds = models.PositiveIntegerField(null=True)
    generator_kw = models.FloatField(null=True)
    fuel_hours = models.FloatField(null=True)
    heat = models.BooleanField(null=True)
    water = models.BooleanField(null=True)
    owner = models.TextField(blank=True, default="")

    class Meta:
        """What is always true of the rows."""

        constraints = [
            UniqueConstraint(fields=["municipality", "site_id"], name="municipality_site_key"),
            _named("site_id", table="site"),
            _within("lon", -180.0, 180.0, table="site"),
            _within("lat", -90.0, 90.0, table="site"),
            _within("beds", 0, MOST_PERSONS, table="site"),
            _within("generator_kw", 0.0, 1e6, table="site"),
            _within("fuel_hours", 0.0, MOST_HOURS, table="site"),
            _one_of("basis", BASES, table="site"),
        ]


class LocalPrice(PackRow):
    """A local candidate or price that overrides the catalogue's."""

    measure_id = _id_field()
    capital_kr = models.FloatField(null=True)
    yearly_kr = models.FloatField(null=True)

    class Meta:
        """What is always true of the rows."""

        constraints = [
            UniqueConstraint(fields=["municipality", "measure_id"], name="municipality_price_key"),
            _named("measure_id", table="price"),
            _within("capital_kr", 0.0, 1e12, table="price"),
            _within("yearly_kr", 0.0, 1e12, table="price"),
            _one_of("basis", BASES, table="price"),
        ]


class ValueOrigin(PackRow):
    """The origin and range of one value; overrides its row's."""

    table = _id_field()
    row_key = models.CharField(max_length=3 * LONGEST_ID + 2)
    column = _id_field()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    assumption_id = _blank_id_field()

    class Meta:
        """What is always true of the rows."""

        constraints = [
            UniqueConstraint(fields=["municipality", "table", "row_key", "column"], name="municipality_origin_key"),
            _named("table", "row_key", "column", table="origin"),
            CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                name="municipality_origin_low_high",
            ),
            _one_of("basis", BASES, table="origin"),
        ]


class PackFile(models.Model):
    """A file of the pack that is not a table (the road network, notes): kept in the data folder under its check sum."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()

    class Meta:
        """What is always true of the rows."""

        constraints = [UniqueConstraint(fields=["municipality", "name"], name="municipality_file_key")]


class Revision(models.Model):
    """One change of the pack, whole: who, when, what kind, and how many rows."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    """Who; empty for the command line and the demo."""
    kind = models.CharField(max_length=20)
    source = models.TextField(blank=True, default="")
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    undoes = models.PositiveIntegerField(null=True)
    """The number of the revision that this one takes back."""
    token = models.CharField(max_length=64, null=True)
    """What the form sent, so that sending it twice does nothing twice."""
    pack_hash = models.CharField(max_length=64)

    class Meta:
        """What is always true of the rows."""

        constraints = [
            UniqueConstraint(fields=["municipality", "number"], name="municipality_revision_number"),
            UniqueConstraint(fields=["municipality", "token"], name="municipality_revision_token"),
            UniqueConstraint(fields=["municipality", "undoes"], name="municipality_revision_undone_once"),
        ]


class RowRevision(models.Model):
    """One row before and after a revision, as JSON; the first revision of a pack has none."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    table = models.CharField(max_length=20)
    row_key = models.TextField()
    """JSON list of the ids that name the row."""
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")

    class Meta:
        """What is always true of the rows."""

        indexes = [models.Index(fields=["municipality", "table", "row_key"], name="municipality_row_history")]


class Upload(models.Model):
    """A file that waits for somebody to say yes: kept in the data folder, read, and nothing stored until then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.CharField(max_length=LONGEST_ID)
    """The municipality; it may not have a pack yet."""
    user_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    table = models.CharField(max_length=20, blank=True, default="")
    sheet = models.CharField(max_length=LONGEST_ID, blank=True, default="")
    files = models.TextField()
    """JSON list of the names of the files, as they were given."""
    size_bytes = models.BigIntegerField()
    state = models.CharField(max_length=20, default="waiting")
    revision = models.PositiveIntegerField(null=True)
    """The revision that the report compares with; empty where there was no pack."""
    stored_as = models.PositiveIntegerField(null=True)
    report = models.TextField(blank=True, default="")
    """JSON of what was found; empty until it has been read."""

    class Meta:
        """What is always true of the rows."""

        indexes = [models.Index(fields=["code", "created_at"], name="municipality_upload_age")]
        constraints = [
            _one_of("kind", ("pack", "table", "calls", "draft"), table="upload"),
            _one_of("state", ("waiting", "stored", "discarded"), table="upload"),
        ]
