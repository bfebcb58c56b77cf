"""The hours of a week as people say them: of a facility, of somebody who works there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import time

from babel.dates import get_day_names
from flask_babel import get_locale

from booking.language import _


def week_in_words(rows: Iterable[tuple[int, time, time]]) -> str:
    """Of (weekday, from, until), weekdays of the same hours together: Mon–Fri 9:00–17:00."""
    names = get_day_names("abbreviated", locale=get_locale())
    of_day: dict[int, list[str]] = defaultdict(list)
    for weekday, starts, ends in rows:
        of_day[weekday].append(f"{starts.hour}:{starts:%M}–{ends.hour}:{ends:%M}")
    runs: list[tuple[int, int, str]] = []  # first and last weekday, and the hours of each
    for weekday in sorted(of_day):
        text = _(", ").join(of_day[weekday])
        if runs and runs[-1][1] == weekday - 1 and runs[-1][2] == text:
            runs[-1] = (runs[-1][0], weekday, text)
        else:
            runs.append((weekday, weekday, text))
    return "; ".join(
        f"{names[first]}{f'–{names[last]}' if last > first else ''} {text}"
        for first, last, text in runs
    )
