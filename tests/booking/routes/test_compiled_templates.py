"""Templates that were compiled once are kept, and pages open where nothing can be kept."""

from pathlib import Path

from booking.app import create_app
from booking.settings import Settings


def _open(database_url: str, cache_folder: Path) -> int:
    app = create_app(Settings(database_url=database_url, secret_key="x", cache_folder=cache_folder))
    answer = app.test_client().get("/sign-in")
    app.extensions["kyoyo"].engine.dispose()
    return answer.status_code


def test_the_second_application_takes_what_the_first_compiled(
    database_url: str, tmp_path: Path
) -> None:
    assert _open(database_url, tmp_path) == 200
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.cache")}

    assert _open(database_url, tmp_path) == 200

    assert len(kept) > 1
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.cache")} == kept


def test_pages_open_where_nothing_can_be_kept(database_url: str, tmp_path: Path) -> None:
    no_folder = tmp_path / "a file"
    no_folder.touch()

    assert _open(database_url, no_folder / "cache") == 200


def test_pages_open_after_the_folder_went_away(database_url: str, tmp_path: Path) -> None:
    settings = Settings(database_url=database_url, secret_key="x", cache_folder=tmp_path / "cache")
    app = create_app(settings)
    for folder in (tmp_path / "cache").iterdir():
        folder.rmdir()

    assert app.test_client().get("/sign-in").status_code == 200
    app.extensions["kyoyo"].engine.dispose()
