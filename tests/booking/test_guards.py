"""What only the database can keep: claims do not overlap, history stays, the guards stand."""

from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, Engine, String, delete, insert, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from booking.database import migrate
from booking.guards import (
    POSTGRES_EXCLUDE,
    GuardDiffers,
    check_guards,
    differing_guards,
    install_guards,
)
from booking.models import Claim, ClaimSubject, HistoryEntry
from booking.models.kinds import ClaimKind, SubjectKind
from booking.services.claims import lock_rows
from tests.builders import HOUR, NINE, TODAY, a_house

HISTORY = {"at": TODAY, "what": "try", "about": "unit", "about_id": 1, "before": {}, "after": {}}
LANES = [SubjectKind.UNIT, SubjectKind.EXCLUSIVE, SubjectKind.ON_CALL]


def _subject(session: Session, kind: SubjectKind) -> int:
    subject = select(ClaimSubject.id).where(ClaimSubject.kind == kind).order_by(ClaimSubject.id)
    return session.scalars(subject).first() or 0


def _claim(session: Session, subject_id: int, start: float, end: float, **more: Any) -> int:
    """A claim from `start` to `end` hours after nine."""
    claim = Claim(
        subject_id=subject_id,
        starts_at=NINE + start * HOUR,
        ends_at=NINE + end * HOUR,
        kind=more.pop("kind", ClaimKind.RESERVATION),
        **more,
    )
    session.add(claim)
    session.flush()
    return claim.id


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize(("start", "end"), [(0, 2), (1, 3), (-1, 1), (0.5, 1.5), (-1, 3)])
def test_a_claim_over_another_on_one_subject_is_refused(
    session: Session, lane: SubjectKind, start: float, end: float
) -> None:
    a_house(session)
    subject = _subject(session, lane)
    _claim(session, subject, 0, 2)

    with pytest.raises(IntegrityError, match="claims_do_not_overlap"):
        _claim(session, subject, start, end)


@pytest.mark.parametrize("lane", LANES)
def test_a_claim_is_not_moved_over_another(session: Session, lane: SubjectKind) -> None:
    a_house(session)
    subject = _subject(session, lane)
    _claim(session, subject, 0, 2)
    later = _claim(session, subject, 3, 4)

    with pytest.raises(IntegrityError, match="claims_do_not_overlap"):
        session.execute(update(Claim).where(Claim.id == later).values(starts_at=NINE + HOUR))


def test_a_claim_is_not_handed_to_a_subject_that_is_taken(session: Session) -> None:
    a_house(session)
    unit, person = _subject(session, SubjectKind.UNIT), _subject(session, SubjectKind.EXCLUSIVE)
    _claim(session, unit, 0, 2)
    other = _claim(session, person, 1, 3)

    with pytest.raises(IntegrityError, match="claims_do_not_overlap"):
        session.execute(update(Claim).where(Claim.id == other).values(subject_id=unit))


def test_claims_may_touch_and_lie_on_different_subjects(session: Session) -> None:
    a_house(session)
    unit, person = _subject(session, SubjectKind.UNIT), _subject(session, SubjectKind.EXCLUSIVE)

    for subject, start, end in ((unit, 0, 2), (unit, 2, 3), (unit, -1, 0), (person, 0, 2)):
        _claim(session, subject, start, end)

    assert len(session.scalars(select(Claim)).all()) == 4


def test_a_claim_may_change_in_place(session: Session) -> None:
    a_house(session)
    claim = _claim(session, _subject(session, SubjectKind.UNIT), 0, 2)

    session.execute(update(Claim).where(Claim.id == claim).values(ends_at=NINE + 3 * HOUR))

    assert session.scalars(select(Claim.ends_at)).all() == [NINE + 3 * HOUR]


def test_a_hold_that_is_over_is_dropped_before_others_claim(session: Session) -> None:
    house = a_house(session)
    unit = _subject(session, SubjectKind.UNIT)
    _claim(session, unit, 0, 2, kind=ClaimKind.HOLD, valid_until=TODAY)
    _claim(session, unit, 4, 5, kind=ClaimKind.HOLD, valid_until=TODAY + HOUR)

    lock_rows(session, [house.unit.id], [], at=TODAY)

    assert session.scalars(select(Claim.starts_at)).all() == [NINE + 4 * HOUR]


def test_only_a_hold_can_lapse(session: Session) -> None:
    a_house(session)

    with pytest.raises(IntegrityError, match="only_holds_lapse"):
        _claim(session, _subject(session, SubjectKind.UNIT), 0, 2, valid_until=TODAY)


@pytest.mark.parametrize("change", [update(HistoryEntry).values(by_id=7), delete(HistoryEntry)])
def test_history_is_neither_changed_nor_deleted(session: Session, change: Any) -> None:
    session.execute(insert(HistoryEntry).values(HISTORY))
    session.commit()

    with pytest.raises(DatabaseError, match="history_is_append_only"):
        session.execute(change)

    session.rollback()
    assert len(session.scalars(select(HistoryEntry)).all()) == 1


_EVERY_TIME = "AFTER INSERT ON claim BEGIN SELECT 1; END"
_OLD_ONES = "BEFORE {} ON history_entry WHEN OLD.id > 9 BEGIN SELECT RAISE(ABORT, 'no'); END"
_NO_SUBJECT = "EXCLUDE USING gist (int8range(starts_at, ends_at, '[)') WITH &&)"
_LATE = "DEFERRABLE INITIALLY DEFERRED"
_UPDATES_ONLY = (
    "BEFORE UPDATE ON history_entry FOR EACH ROW EXECUTE FUNCTION history_is_append_only()"
)
_LETS_PASS = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"

# What somebody could do by hand: on SQLite, and on PostgreSQL.
DAMAGE = {
    "inserted claims are not compared": (
        ["DROP TRIGGER claims_do_not_overlap_on_insert"],
        ["ALTER TABLE claim DROP CONSTRAINT claims_do_not_overlap"],
    ),
    "changed claims are not compared": (
        ["DROP TRIGGER claims_do_not_overlap_on_update"],
        ["ALTER TABLE claim DROP CONSTRAINT claims_do_not_overlap"],
    ),
    "claims are compared in another way": (
        [
            "DROP TRIGGER claims_do_not_overlap_on_insert",
            f"CREATE TRIGGER claims_do_not_overlap_on_insert {_EVERY_TIME}",
        ],
        [
            "ALTER TABLE claim DROP CONSTRAINT claims_do_not_overlap",
            f"ALTER TABLE claim ADD CONSTRAINT claims_do_not_overlap {_NO_SUBJECT}",
        ],
    ),
    "claims are compared at the end only": (
        [
            "DROP TRIGGER claims_do_not_overlap_on_update",
            f"CREATE TRIGGER claims_do_not_overlap_on_update {_EVERY_TIME}",
        ],
        [
            "ALTER TABLE claim DROP CONSTRAINT claims_do_not_overlap",
            f"ALTER TABLE claim ADD CONSTRAINT claims_do_not_overlap {POSTGRES_EXCLUDE} {_LATE}",
        ],
    ),
    "history may be changed": (
        ["DROP TRIGGER history_is_not_changed"],
        ["DROP TRIGGER history_is_append_only ON history_entry"],
    ),
    "history may be deleted": (
        ["DROP TRIGGER history_is_not_deleted"],
        ["ALTER TABLE history_entry DISABLE TRIGGER history_is_append_only"],
    ),
    "some history may be changed": (
        [
            "DROP TRIGGER history_is_not_changed",
            f"CREATE TRIGGER history_is_not_changed {_OLD_ONES.format('UPDATE')}",
        ],
        [f"CREATE OR REPLACE FUNCTION history_is_append_only() {_LETS_PASS}"],
    ),
    "some history may be deleted": (
        [
            "DROP TRIGGER history_is_not_deleted",
            f"CREATE TRIGGER history_is_not_deleted {_OLD_ONES.format('DELETE')}",
        ],
        [
            "DROP TRIGGER history_is_append_only ON history_entry",
            f"CREATE TRIGGER history_is_append_only {_UPDATES_ONLY}",
        ],
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_guard_that_differs_is_noticed_and_mended(engine: Engine, damage: str) -> None:
    on_sqlite, on_postgresql = DAMAGE[damage]
    with engine.connect() as connection:
        check_guards(connection)
        for statement in on_sqlite if engine.dialect.name == "sqlite" else on_postgresql:
            connection.exec_driver_sql(statement)

        with pytest.raises(GuardDiffers) as found:
            check_guards(connection)
        install_guards(connection)

        assert len(found.value.names) == 1
        check_guards(connection)


def test_guards_installed_twice_are_the_same_guards(engine: Engine) -> None:
    with engine.connect() as connection:
        before = _as_written(connection)
        install_guards(connection)

        assert _as_written(connection) == before


def test_a_migration_that_rebuilds_a_table_does_not_leave_it_unguarded(
    engine: Engine, database_url: str
) -> None:
    """Alembic's batch mode makes a table anew, and its triggers are gone without a word."""
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("claim", recreate="always") as batch:
            batch.alter_column("setting", existing_type=String(), nullable=False)
        lost = differing_guards(connection)

    migrate(database_url)

    assert lost
    with engine.connect() as connection:
        check_guards(connection)


def _as_written(connection: Connection) -> list[object]:
    """The guards' own rows in the database, their identities included."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT rowid, name, sql FROM sqlite_master ORDER BY 1"))
    else:
        rows = connection.execute(
            text("SELECT oid FROM pg_constraint UNION SELECT oid FROM pg_trigger ORDER BY 1")
        )
    return [tuple(row) for row in rows]
