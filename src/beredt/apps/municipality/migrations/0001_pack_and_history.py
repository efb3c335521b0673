"""The tables of a pack as rows, their history, and files that wait for a yes."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Municipality",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("basis", models.CharField(default="assumed", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("as_of", models.CharField(blank=True, default="", max_length=10)),
                ("extra", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=1)),
                ("code", models.CharField(max_length=200, unique=True)),
                ("name", models.TextField()),
                ("population", models.PositiveIntegerField()),
                ("properties", models.TextField(blank=True, default="")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("pack_hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), ("name", ""), _connector="OR", _negated=True),
                        name="municipality_municipality_has_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("population__isnull", True),
                            models.Q(("population__gte", 0), ("population__lte", 10000000)),
                            _connector="OR",
                        ),
                        name="municipality_municipality_population",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["verified", "assumed", "default"])),
                        name="municipality_municipality_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("user_id", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("added", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("removed", models.PositiveIntegerField(default=0)),
                ("undoes", models.PositiveIntegerField(null=True)),
                ("token", models.CharField(max_length=64, null=True)),
                ("pack_hash", models.CharField(max_length=64)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="municipality.municipality"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "number"), name="municipality_revision_number"),
                    models.UniqueConstraint(fields=("municipality", "token"), name="municipality_revision_token"),
                    models.UniqueConstraint(
                        fields=("municipality", "undoes"), name="municipality_revision_undone_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RowRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=20)),
                ("row_key", models.TextField()),
                ("before", models.TextField(blank=True, default="")),
                ("after", models.TextField(blank=True, default="")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="municipality.municipality"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="municipality.revision"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "table", "row_key"], name="municipality_row_history")],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("basis", models.CharField(default="assumed", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("as_of", models.CharField(blank=True, default="", max_length=10)),
                ("extra", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=1)),
                ("site_id", models.CharField(max_length=200)),
                ("name", models.TextField(blank=True, default="")),
                ("lon", models.FloatField(null=True)),
                ("lat", models.FloatField(null=True)),
                ("area_id", models.CharField(blank=True, default="", max_length=200)),
                ("beds", models.PositiveIntegerField(null=True)),
                ("generator_kw", models.FloatField(null=True)),
                ("fuel_hours", models.FloatField(null=True)),
                ("heat", models.BooleanField(null=True)),
                ("water", models.BooleanField(null=True)),
                ("owner", models.TextField(blank=True, default="")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="municipality.municipality"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "site_id"), name="municipality_site_key"),
                    models.CheckConstraint(
                        condition=models.Q(("site_id", ""), _negated=True), name="municipality_site_has_id"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lon__isnull", True), models.Q(("lon__gte", -180.0), ("lon__lte", 180.0)), _connector="OR"
                        ),
                        name="municipality_site_lon",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__isnull", True), models.Q(("lat__gte", -90.0), ("lat__lte", 90.0)), _connector="OR"
                        ),
                        name="municipality_site_lat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("beds__isnull", True), models.Q(("beds__gte", 0), ("beds__lte", 10000000)), _connector="OR"
                        ),
                        name="municipality_site_beds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("generator_kw__isnull", True),
                            models.Q(("generator_kw__gte", 0.0), ("generator_kw__lte", 1000000.0)),
                            _connector="OR",
                        ),
                        name="municipality_site_generator_kw",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fuel_hours__isnull", True),
                            models.Q(("fuel_hours__gte", 0.0), ("fuel_hours__lte", 1000000.0)),
                            _connector="OR",
                        ),
                        name="municipality_site_fuel_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["verified", "assumed", "default"])),
                        name="municipality_site_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=200)),
                ("user_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=20)),
                ("table", models.CharField(blank=True, default="", max_length=20)),
                ("sheet", models.CharField(blank=True, default="", max_length=200)),
                ("files", models.TextField()),
                ("size_bytes", models.BigIntegerField()),
                ("state", models.CharField(default="waiting", max_length=20)),
                ("revision", models.PositiveIntegerField(null=True)),
                ("stored_as", models.PositiveIntegerField(null=True)),
                ("report", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [models.Index(fields=["code", "created_at"], name="municipality_upload_age")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["pack", "table", "calls", "draft"])),
                        name="municipality_upload_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "stored", "discarded"])),
                        name="municipality_upload_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ValueOrigin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("basis", models.CharField(default="assumed", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("as_of", models.CharField(blank=True, default="", max_length=10)),
                ("extra", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=1)),
                ("table", models.CharField(max_length=200)),
                ("row_key", models.CharField(max_length=602)),
                ("column", models.CharField(max_length=200)),
                ("low", models.FloatField(null=True)),
                ("high", models.FloatField(null=True)),
                ("assumption_id", models.CharField(blank=True, default="", max_length=200)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="municipality.municipality"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "table", "row_key", "column"), name="municipality_origin_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("table", ""), ("row_key", ""), ("column", ""), _connector="OR", _negated=True
                        ),
                        name="municipality_origin_has_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__isnull", True),
                            ("high__isnull", True),
                            ("low__lte", models.F("high")),
                            _connector="OR",
                        ),
                        name="municipality_origin_low_high",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["verified", "assumed", "default"])),
                        name="municipality_origin_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LocalPrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("basis", models.CharField(default="assumed", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("as_of", models.CharField(blank=True, default="", max_length=10)),
                ("extra", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=1)),
                ("measure_id", models.CharField(max_length=200)),
                ("capital_kr", models.FloatField(null=True)),
                ("yearly_kr", models.FloatField(null=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="municipality.municipality"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "measure_id"), name="municipality_price_key"),
                    models.CheckConstraint(
                        condition=models.Q(("measure_id", ""), _negated=True), name="municipality_price_has_id"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capital_kr__isnull", True),
                            models.Q(("capital_kr__gte", 0.0), ("capital_kr__lte", 1000000000000.0)),
                            _connector="OR",
                        ),
                        name="municipality_price_capital_kr",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("yearly_kr__isnull", True),
                            models.Q(("yearly_kr__gte", 0.0), ("yearly_kr__lte", 1000000000000.0)),
                            _connector="OR",
                        ),
                        name="municipality_price_yearly_kr",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["verified", "assumed", "default"])),
                        name="municipality_price_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dependency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("basis", models.CharField(default="assumed", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("as_of", models.CharField(blank=True, default="", max_length=10)),
                ("extra", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=1)),
                ("asset_id", models.CharField(max_length=200)),
                ("group_id", models.CharField(max_length=200)),
                ("supplier_id", models.CharField(max_length=200)),
                ("min_up", models.PositiveIntegerField(default=1)),
                ("buffer_hours", models.FloatField(default=0.0)),
                ("recharge_hours", models.FloatField(null=True)),
                ("buffer_kind", models.CharField(blank=True, default="", max_length=20)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="municipality.municipality"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "asset_id", "group_id", "supplier_id"),
                        name="municipality_dependency_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asset_id", ""), ("group_id", ""), ("supplier_id", ""), _connector="OR", _negated=True
                        ),
                        name="municipality_dependency_has_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asset_id", models.F("supplier_id")), _negated=True),
                        name="municipality_dependency_on_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("min_up__gte", 1)), name="municipality_dependency_min_up"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("buffer_hours__isnull", True),
                            models.Q(("buffer_hours__gte", 0.0), ("buffer_hours__lte", 1000000.0)),
                            _connector="OR",
                        ),
                        name="municipality_dependency_buffer_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recharge_hours__isnull", True),
                            models.Q(("recharge_hours__gte", 0.0), ("recharge_hours__lte", 1000000.0)),
                            _connector="OR",
                        ),
                        name="municipality_dependency_recharge_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("buffer_kind__in", ["", "battery", "fuel", "stock", "visit", "routine"])),
                        name="municipality_dependency_buffer_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["verified", "assumed", "default"])),
                        name="municipality_dependency_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Asset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("basis", models.CharField(default="assumed", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("as_of", models.CharField(blank=True, default="", max_length=10)),
                ("extra", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=1)),
                ("asset_id", models.CharField(max_length=200)),
                ("kind", models.TextField(blank=True, default="")),
                ("name", models.TextField(blank=True, default="")),
                ("lon", models.FloatField(null=True)),
                ("lat", models.FloatField(null=True)),
                ("area_id", models.CharField(blank=True, default="", max_length=200)),
                ("service", models.TextField(blank=True, default="")),
                ("people", models.PositiveIntegerField(null=True)),
                ("restart_hours", models.FloatField(default=0.0)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="municipality.municipality"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "asset_id"), name="municipality_asset_key"),
                    models.CheckConstraint(
                        condition=models.Q(("asset_id", ""), _negated=True), name="municipality_asset_has_id"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lon__isnull", True), models.Q(("lon__gte", -180.0), ("lon__lte", 180.0)), _connector="OR"
                        ),
                        name="municipality_asset_lon",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__isnull", True), models.Q(("lat__gte", -90.0), ("lat__lte", 90.0)), _connector="OR"
                        ),
                        name="municipality_asset_lat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("people__isnull", True),
                            models.Q(("people__gte", 0), ("people__lte", 10000000)),
                            _connector="OR",
                        ),
                        name="municipality_asset_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("restart_hours__isnull", True),
                            models.Q(("restart_hours__gte", 0.0), ("restart_hours__lte", 1000000.0)),
                            _connector="OR",
                        ),
                        name="municipality_asset_restart_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["verified", "assumed", "default"])),
                        name="municipality_asset_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("basis", models.CharField(default="assumed", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("as_of", models.CharField(blank=True, default="", max_length=10)),
                ("extra", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=1)),
                ("area_id", models.CharField(max_length=200)),
                ("name", models.TextField(blank=True, default="")),
                ("population", models.PositiveIntegerField()),
                ("geometry", models.TextField(blank=True, default="")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="municipality.municipality"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "area_id"), name="municipality_area_key"),
                    models.CheckConstraint(
                        condition=models.Q(("area_id", ""), _negated=True), name="municipality_area_has_id"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("population__isnull", True),
                            models.Q(("population__gte", 0), ("population__lte", 10000000)),
                            _connector="OR",
                        ),
                        name="municipality_area_population",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["verified", "assumed", "default"])),
                        name="municipality_area_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("basis", models.CharField(default="assumed", max_length=20)),
                ("source", models.TextField(blank=True, default="")),
                ("as_of", models.CharField(blank=True, default="", max_length=10)),
                ("extra", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=1)),
                ("profile_id", models.CharField(max_length=200)),
                ("area_id", models.CharField(max_length=200)),
                ("people", models.PositiveIntegerField()),
                ("need_type", models.TextField(blank=True, default="")),
                ("severity", models.CharField(max_length=20)),
                ("group_id", models.CharField(max_length=200)),
                ("supplier_id", models.CharField(max_length=200)),
                ("min_up", models.PositiveIntegerField(default=1)),
                ("tolerance_hours", models.FloatField()),
                ("recharge_hours", models.FloatField(null=True)),
                ("tolerance_p10_hours", models.FloatField(null=True)),
                ("tolerance_p90_hours", models.FloatField(null=True)),
                ("buffer_kind", models.CharField(blank=True, default="", max_length=20)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="municipality.municipality"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "profile_id", "group_id", "supplier_id"), name="municipality_need_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("profile_id", ""),
                            ("area_id", ""),
                            ("group_id", ""),
                            ("supplier_id", ""),
                            _connector="OR",
                            _negated=True,
                        ),
                        name="municipality_need_has_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("people__isnull", True),
                            models.Q(("people__gte", 0), ("people__lte", 10000000)),
                            _connector="OR",
                        ),
                        name="municipality_need_people",
                    ),
                    models.CheckConstraint(condition=models.Q(("min_up__gte", 1)), name="municipality_need_min_up"),
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ["critical", "serious", "welfare"])),
                        name="municipality_need_severity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tolerance_hours__isnull", True),
                            models.Q(("tolerance_hours__gte", 0.0), ("tolerance_hours__lte", 1000000.0)),
                            _connector="OR",
                        ),
                        name="municipality_need_tolerance_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recharge_hours__isnull", True),
                            models.Q(("recharge_hours__gte", 0.0), ("recharge_hours__lte", 1000000.0)),
                            _connector="OR",
                        ),
                        name="municipality_need_recharge_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("tolerance_p10_hours__isnull", True), ("tolerance_p90_hours__isnull", True)),
                            models.Q(
                                ("tolerance_p10_hours__gte", 0.0),
                                ("tolerance_p10_hours__isnull", False),
                                ("tolerance_p10_hours__lte", models.F("tolerance_hours")),
                                ("tolerance_p90_hours__gte", models.F("tolerance_hours")),
                                ("tolerance_p90_hours__isnull", False),
                                ("tolerance_p90_hours__lte", 1000000.0),
                            ),
                            _connector="OR",
                        ),
                        name="municipality_need_tolerance_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("buffer_kind__in", ["", "battery", "fuel", "stock", "visit", "routine"])),
                        name="municipality_need_buffer_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["verified", "assumed", "default"])),
                        name="municipality_need_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=500)),
                ("sha256", models.CharField(max_length=64)),
                ("size_bytes", models.BigIntegerField()),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="municipality.municipality"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("municipality", "name"), name="municipality_file_key")],
            },
        ),
    ]
