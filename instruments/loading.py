"""The catalogue from CSV files into the database: idempotent, and all or nothing.

Nothing is ever deleted: a row that the file no longer has stays and is reported as kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from instruments.catalogue_checks import check
from instruments.catalogue_files import FILES
from instruments.catalogue_register import Register, Tally
from instruments.catalogue_writers import WRITERS
from instruments.csv_files import Sheet, read_sheet
from instruments.errors import CatalogueFileWrong
from instruments.problems import Fault, Problem

_OTHER_FILES = "demo_"  # what begins so belongs to booking and is not read here


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file did. `kept`: keys that are registered but no longer in the file."""

    file: str
    added: int
    changed: int
    unchanged: int
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoadReport:
    files: tuple[FileReport, ...]
    absent: tuple[str, ...]  # files that were not there; what they would hold is left as it is

    @property
    def changes(self) -> int:
        """Rows added or changed; 0 when the database already said the same."""
        return sum(report.added + report.changed for report in self.files)


def load_catalogue(session: Session, folder: Path) -> LoadReport:
    """Write what the files say. The caller commits.

    Raises CatalogueFileWrong with every problem found, before anything is written.
    """
    sheets = _read(folder)
    register = Register(session)
    check(sheets, register.as_registered())
    problems = [problem for sheet in sheets.values() for problem in sheet.problems]
    if problems:
        order = {name: place for place, name in enumerate(FILES)}
        raise CatalogueFileWrong(sorted(problems, key=lambda it: (order[it.file], it.line)))
    with session.no_autoflush:  # a half-written row must not reach the database early
        tallies = [WRITERS[name](register, sheet) for name, sheet in sheets.items()]
    session.flush()
    absent = tuple(name for name in FILES if name not in sheets)
    return LoadReport(tuple(_closed(tally) for tally in tallies), absent)


def _read(folder: Path) -> dict[str, Sheet]:
    """The sheets of the folder, in the order in which they are written."""
    names = {path.name for path in folder.glob("*.csv") if not path.name.startswith(_OTHER_FILES)}
    facts = {"names": "、".join(FILES)}
    unknown = [_about(name, Fault.UNKNOWN_FILE, facts) for name in sorted(names - FILES.keys())]
    if unknown:
        raise CatalogueFileWrong(unknown)
    if not names:
        raise CatalogueFileWrong([_about(str(folder), Fault.FOLDER_EMPTY, facts)])
    return {name: read_sheet(folder / name, FILES[name]) for name in FILES if name in names}


def _about(file: str, fault: Fault, facts: Mapping[str, str]) -> Problem:
    return Problem(file=file, line=0, column="", value="", fault=fault, facts=facts)


def _closed(tally: Tally) -> FileReport:
    return FileReport(
        file=tally.file,
        added=len(tally.added),
        changed=len(tally.changed),
        unchanged=len(tally.unchanged),
        kept=tuple(tally.kept),
    )
