"""The database itself refuses to change or delete entries."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from beredt.ground.audit import triggers


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Triggers in place."""
    triggers.install(schema_editor.connection)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Triggers gone."""
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """Triggers on the table of entries."""

    dependencies = (("audit", "0001_initial"),)
    operations = (migrations.RunPython(install, remove),)
