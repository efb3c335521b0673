"""The database's own refusal to change or delete entries of the access log, for SQLite and PostgreSQL."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_entry"
REFUSAL = "audit entries are append-only"
UPDATE, DELETE, TRUNCATE = "audit_entry_no_update", "audit_entry_no_delete", "audit_entry_no_truncate"

_SQLITE = (
    f"CREATE TRIGGER {UPDATE} BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER {DELETE} BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
)
_POSTGRES = (
    "CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    f"CREATE TRIGGER {UPDATE} BEFORE UPDATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
    f"CREATE TRIGGER {DELETE} BEFORE DELETE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
    f"CREATE TRIGGER {TRUNCATE} BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Puts the triggers in place; raises what the database raises where they are there already."""
    with connection.cursor() as cursor:
        for statement in _POSTGRES if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Takes the triggers away: for undoing the migration, and for emptying the database of a test."""
    with connection.cursor() as cursor:
        for name in _expected(connection):
            table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{table}")


def are_in_place(connection: BaseDatabaseWrapper) -> bool:
    """True if the database refuses changes: every trigger is there and switched on."""
    question = (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass('audit_entry') AND tgenabled IN ('O', 'A')"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        found = {row[0] for row in cursor.fetchall()}
    return _expected(connection) <= found


def _expected(connection: BaseDatabaseWrapper) -> set[str]:
    return {UPDATE, DELETE, TRUNCATE} if connection.vendor == "postgresql" else {UPDATE, DELETE}
