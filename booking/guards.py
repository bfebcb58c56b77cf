"""Promises that only the database can keep: no two claims on one subject overlap, history stays.

PostgreSQL keeps them by an EXCLUDE constraint and a trigger, SQLite by triggers. One function
installs them (idempotent), one compares what is there with what must be there; the product refuses
to start when a guard differs.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

_OVERLAP = """SELECT RAISE(ABORT, 'claims_do_not_overlap') WHERE EXISTS (
  SELECT 1 FROM claim other WHERE other.subject_id = NEW.subject_id AND other.id IS NOT NEW.id
  AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at);"""

SQLITE_TRIGGERS = {
    "claims_do_not_overlap_on_insert": (
        "CREATE TRIGGER claims_do_not_overlap_on_insert AFTER INSERT ON claim\n"
        f"BEGIN {_OVERLAP} END"
    ),
    "claims_do_not_overlap_on_update": (
        "CREATE TRIGGER claims_do_not_overlap_on_update\n"
        "AFTER UPDATE OF subject_id, starts_at, ends_at ON claim\n"
        f"BEGIN {_OVERLAP} END"
    ),
    "history_is_not_changed": (
        "CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history_entry\n"
        "BEGIN SELECT RAISE(ABORT, 'history_is_append_only'); END"
    ),
    "history_is_not_deleted": (
        "CREATE TRIGGER history_is_not_deleted BEFORE DELETE ON history_entry\n"
        "BEGIN SELECT RAISE(ABORT, 'history_is_append_only'); END"
    ),
}

# A range of one integer stands for "the same subject": this needs no extension and no superuser.
# Written as PostgreSQL prints it, for it is compared with what is printed: no cast stands in it.
POSTGRES_EXCLUDE = (
    "EXCLUDE USING gist (int4range(subject_id, subject_id, '[]'::text) WITH &&, "
    "int8range(starts_at, ends_at, '[)'::text) WITH &&)"
)
POSTGRES_FUNCTION = (
    "BEGIN RAISE EXCEPTION 'history_is_append_only' "
    "USING ERRCODE = 'integrity_constraint_violation'; END"
)
POSTGRES_TRIGGER = (
    "CREATE TRIGGER history_is_append_only BEFORE DELETE OR UPDATE ON public.history_entry "
    "FOR EACH ROW EXECUTE FUNCTION history_is_append_only()"
)


class GuardDiffers(Exception):
    """A guard is missing or not the one this version installs; `flask guards install` mends it."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def install_guards(connection: Connection) -> None:
    """Put every guard in place; what stands already in the same words stays untouched."""
    wrong = differing_guards(connection)
    if connection.dialect.name == "sqlite":
        for name in wrong:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
            connection.exec_driver_sql(SQLITE_TRIGGERS[name])
        return
    if "claims_do_not_overlap" in wrong:
        connection.execute(
            text("ALTER TABLE claim DROP CONSTRAINT IF EXISTS claims_do_not_overlap")
        )
        connection.exec_driver_sql(
            f"ALTER TABLE claim ADD CONSTRAINT claims_do_not_overlap {POSTGRES_EXCLUDE}"
        )
    if "history_is_append_only" in wrong:
        connection.exec_driver_sql(
            "CREATE OR REPLACE FUNCTION history_is_append_only() RETURNS trigger "
            f"LANGUAGE plpgsql AS $$ {POSTGRES_FUNCTION} $$"
        )
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS history_is_append_only ON history_entry")
        connection.exec_driver_sql(POSTGRES_TRIGGER)


def check_guards(connection: Connection) -> None:
    """Raise GuardDiffers unless every guard is there, word for word."""
    wrong = differing_guards(connection)
    if wrong:
        raise GuardDiffers(wrong)


def differing_guards(connection: Connection) -> tuple[str, ...]:
    """Names of the guards that are missing or differ from this version's."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        )
        there = {row.name: row.sql for row in rows}
        return tuple(name for name, sql in SQLITE_TRIGGERS.items() if there.get(name) != sql)
    return tuple(_differing_in_postgresql(connection))


def _differing_in_postgresql(connection: Connection) -> list[str]:
    exclude = connection.scalar(
        text(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conname = 'claims_do_not_overlap' AND conrelid = 'claim'::regclass "
            "AND convalidated AND NOT condeferrable"
        )
    )
    trigger = connection.execute(
        text(
            "SELECT pg_get_triggerdef(t.oid), p.prosrc FROM pg_trigger t "
            "JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgname = 'history_is_append_only' "
            "AND t.tgrelid = 'history_entry'::regclass AND t.tgenabled = 'O'"
        )
    ).one_or_none()
    wrong = [] if exclude == POSTGRES_EXCLUDE else ["claims_do_not_overlap"]
    if trigger is None or tuple(trigger) != (POSTGRES_TRIGGER, f" {POSTGRES_FUNCTION} "):
        wrong.append("history_is_append_only")
    return wrong
