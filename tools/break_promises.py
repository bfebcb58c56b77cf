"""`make break`: break each promise once on purpose, and see that a named test turns red.

Every promise that the product keeps so far has one small patch here. In a copy of the tree each
named test must pass as things are, and must fail once its patch is in: a test that stays green
guards nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS_A_TEST = 240


@dataclass(frozen=True, slots=True)
class Break:
    """One promise, the line that keeps it, what stands there when it is broken, and who notices."""

    promise: int  # of the design's list
    says: str
    file: str
    keeps: str
    broken: str
    test: str
    database: str = "sqlite"


_SERVICES = "tests/booking/services"
BREAKS = (
    Break(
        1,
        "two claims on one subject never overlap (SQLite)",
        "booking/guards.py",
        "AND other.starts_at < NEW.ends_at",
        "AND other.starts_at < NEW.starts_at",
        "tests/booking/test_guards.py::test_a_claim_over_another_on_one_subject_is_refused",
    ),
    Break(
        1,
        "two claims on one subject never overlap (PostgreSQL)",
        "booking/guards.py",
        "int4range(subject_id, subject_id, ",
        "int4range(id, id, ",
        "tests/booking/test_guards.py::test_a_claim_over_another_on_one_subject_is_refused",
        database="postgresql",
    ),
    Break(
        1,
        "the guard is compared in full when the product starts",
        "booking/guards.py",
        "    if wrong:\n        raise GuardDiffers(wrong)",
        "    if len(wrong) > 9:\n        raise GuardDiffers(wrong)",
        "tests/booking/test_guards.py::test_a_guard_that_differs_is_noticed_and_mended",
    ),
    Break(
        3,
        "what is held stays free for its holder",
        "booking/services/hold_offers.py",
        "    hold(\n        session,\n        subjects,\n        runs,",
        "    (lambda *_a, **_k: None)(\n        session,\n        subjects,\n        runs,",
        f"{_SERVICES}/test_hold_offers.py::test_somebody_else_gets_other_times",
    ),
    Break(
        3,
        "confirming asks the judge again",
        "booking/services/confirm_proposal.py",
        "    refuse_unless_fits(question, run)\n",
        "",
        f"{_SERVICES}/test_confirm_proposal.py::test_the_judge_is_asked_again",
    ),
    Break(
        4,
        "attended parts lie in the technician's working time",
        "solver/construct.py",
        "from_spans(person.working, horizon)",
        "from_spans(((0, horizon),), horizon)",
        "tests/booking/planning/test_question.py::test_an_absence_is_taken_out_of_the_working_time",
    ),
    Break(
        4,
        "the judge refuses attended parts outside opening hours",
        "solver/rules/people/attended_parts_lie_in_open_hours.py",
        "not covers(unit.open, part.start, part.end)",
        "part.start < 0",
        "tests/solver/test_rules_people.py",
    ),
    Break(
        5,
        "a qualification ends with its last valid day",
        "booking/planning/standing.py",
        "        end = _day_after(skill.valid_until, grid)\n",
        "        end = grid.horizon\n",
        "tests/booking/planning/test_question.py::"
        "test_a_technician_attends_up_to_the_last_day_of_the_qualification",
    ),
    Break(
        6,
        "names reach the company and the staff of the case only",
        "booking/disclosure.py",
        "_is_theirs(session, person, request) or _opened(",
        "True or _opened(",
        "tests/booking/test_disclosure.py::"
        "test_names_reach_the_company_and_the_staff_of_the_case_and_nobody_else",
    ),
    Break(
        7,
        "a price is the tariff of the day of use",
        "booking/pricing.py",
        "run.starts_at.astimezone(",
        "request.created_at.astimezone(",
        "tests/booking/test_pricing.py::"
        "test_the_day_of_use_decides_which_version_of_the_tariff_holds",
    ),
    Break(
        7,
        "a visit moved by the facility never costs more",
        "booking/services/move_reservation.py",
        "amount.price_yen < reservation.price_yen",
        "amount.price_yen > reservation.price_yen",
        f"{_SERVICES}/test_move_reservation.py::test_a_moved_visit_never_costs_more",
    ),
    Break(
        8,
        "history is append-only",
        "booking/guards.py",
        "BEFORE DELETE ON history_entry",
        "BEFORE INSERT ON alembic_version",
        "tests/booking/test_guards.py::test_history_is_neither_changed_nor_deleted",
    ),
    Break(
        8,
        "every state change leaves its line of history",
        "booking/services/history.py",
        "    session.add(entry)\n",
        "",
        f"{_SERVICES}/test_history.py",
    ),
    Break(
        9,
        "a repeated mail keeps its Message-ID",
        "booking/feeds/mail.py",
        "notice.message_id",
        '__import__("uuid").uuid4().hex',
        "tests/booking/test_mail.py::test_a_repeat_is_the_same_mail",
    ),
    Break(
        9,
        "a worker that lost its lease stops",
        "booking/worker.py",
        "Job.fence == ticket.fence",
        "Job.id == ticket.job_id",
        "tests/booking/test_worker.py::test_a_worker_that_lost_its_lease_is_told_to_stop",
    ),
    Break(
        10,
        "intervals are half open: one may begin when another ends",
        "booking/guards.py",
        "AND other.ends_at > NEW.starts_at",
        "AND other.ends_at >= NEW.starts_at",
        "tests/booking/test_guards.py::test_claims_may_touch_and_lie_on_different_subjects",
    ),
    Break(
        10,
        "moments without a zone are refused",
        "instruments/database.py",
        "    if value.tzinfo is None:\n        raise ValueError",
        "    if value.year < 1:\n        raise ValueError",
        "tests/instruments/test_database.py::test_a_moment_without_a_zone_is_refused",
    ),
    Break(
        12,
        "what is not confirmed is marked on the page",
        "booking/queries/catalogue_instrument.py",
        "it.facility_id not in confirmed_facilities(session)",
        "False",
        "tests/booking/routes/test_public_pages.py::"
        "test_the_page_of_an_instrument_says_fee_rules_and_whom_to_call",
    ),
)


def main() -> int:
    """Try every break in a copy of the tree; the number of promises nobody guards."""
    unguarded = 0
    with tempfile.TemporaryDirectory(prefix="kyoyo-break-") as folder:
        tree = _copy_of_the_tree(Path(folder) / "tree")
        green = _run(tree, "", sorted({one.test for one in BREAKS}))
        if green.returncode:
            sys.stdout.write(green.stdout[-3000:])
            sys.stdout.write("\nNot every named test is green as things are.\n")
            return 1
        for one in BREAKS:
            noticed = _is_noticed(tree, one)
            unguarded += not noticed
            verdict = "red, as it must be" if noticed else "NOBODY NOTICES"
            sys.stdout.write(f"promise {one.promise:>2}: {one.says:<62} {verdict}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(BREAKS) - unguarded} of {len(BREAKS)} breaks turn their test red\n")
    return min(unguarded, 1)


def _copy_of_the_tree(tree: Path) -> Path:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    for name in listed:
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    for compiled in (ROOT / "booking" / "translations").rglob("*.mo"):
        shutil.copy2(compiled, tree / compiled.relative_to(ROOT))
    for installed in (".venv", "node_modules"):
        (tree / installed).symlink_to(ROOT / installed)
    return tree


def _is_noticed(tree: Path, one: Break) -> bool:
    path = tree / one.file
    text = path.read_text(encoding="utf-8")
    if text.count(one.keeps) < 1:
        raise SystemExit(f"{one.file} no longer holds the line that keeps promise {one.promise}")
    path.write_text(text.replace(one.keeps, one.broken), encoding="utf-8")
    try:
        return (
            _run(tree, one.database, [one.test]).returncode == 1
        )  # 1: tests failed; others: could not run
    finally:
        path.write_text(text, encoding="utf-8")


def _run(tree: Path, database: str, tests: list[str]) -> subprocess.CompletedProcess[str]:
    """The tests on one database, or on both where none is named."""
    other = {"sqlite": "not postgresql", "postgresql": "not sqlite"}.get(database, "")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-k", other, *tests],
        cwd=tree, check=False, capture_output=True, text=True, timeout=SECONDS_A_TEST,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
