"""The database itself refuses to change or delete entries."""

from django.db import migrations

from beredt.ground.audit import triggers


def install(apps, schema_editor):
    """Triggers in place."""
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    """Triggers gone."""
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """Triggers on the table of entries."""

    dependencies = (("audit", "0001_initial"),)
    operations = (migrations.RunPython(install, remove),)
