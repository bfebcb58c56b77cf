"""Times as pages say them, by the facility's clock."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import force_locale

from booking.routes.words import local_span
from tests.support.apps import an_app

JAPAN = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with an_app(f"sqlite:///{tmp_path / 'empty.sqlite3'}") as app:  # nothing is read from it
        yield app


@pytest.mark.parametrize(
    ("first", "last", "japanese", "english"),
    [
        ((27, 9, 0), (27, 12, 30), "2026年11月27日(金) 9:00–12:30", "Fri 27 Nov 2026 9:00–12:30"),
        (
            (27, 17, 0),
            (28, 8, 30),
            "2026年11月27日(金) 17:00 – 2026年11月28日(土) 8:30",
            "Fri 27 Nov 2026 17:00 – Sat 28 Nov 2026 8:30",
        ),
        ((27, 0, 0), (28, 0, 0), "2026年11月27日(金) 終日", "Fri 27 Nov 2026, all day"),
        (
            (27, 0, 0),
            (30, 0, 0),
            "2026年11月27日(金) – 2026年11月29日(日) 終日",
            "Fri 27 Nov 2026 – Sun 29 Nov 2026, all day",
        ),
    ],
)
def test_a_span_names_each_day_once_and_whole_days_without_midnights(
    app: Flask,
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    japanese: str,
    english: str,
) -> None:
    starts_at = datetime(2026, 11, *first, tzinfo=JAPAN)
    ends_at = datetime(2026, 11, *last, tzinfo=JAPAN)

    with app.test_request_context():
        for language, said in (("ja", japanese), ("en", english)):
            with force_locale(language):
                assert local_span(starts_at, ends_at) == said
