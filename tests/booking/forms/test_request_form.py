"""The request form: rows and ranges of times become windows, faults stand beside their fields."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from booking.forms.request_form import (
    Wanted,
    fresh_token,
    more_rows,
    read_request,
    spread_range,
)
from booking.forms.windows import rows_of
from booking.permissions import Role
from booking.services.request_use import RequestDraft
from instruments.words import Guidance, Service
from tests.builders import TODAY, a_facility, a_person, an_instrument, in_japan

# Rows that no database filled in: the form needs the clock and the opening days only.
PLACE = a_facility(zone="Asia/Tokyo", closed_on_holidays=True, closed_year_end=True)
WANTED = Wanted(instrument=an_instrument(facility=PLACE))
NAGAI = a_person(Role.COMPANY, "長井", id=7)


def _read(
    wanted: Wanted = WANTED, *, starts: tuple[str, ...] = ("9:00",), **changes: Any
) -> RequestDraft:
    facts: dict[str, Any] = {
        "token": fresh_token(),
        "service": "equipment_use",
        "hours": "2",
        "minutes": "0",
        "day": ["2026-04-06"],
        "from": list(starts),
        "to": ["17:00"],
        "samples": "1",
        "purpose": "断面を見たい",
        "visitor": "長井",
        "visitor_telephone": "090-1234-5678",
    }
    return read_request(MultiDict(facts | changes), wanted, NAGAI, at=TODAY)


def _rules(draft: RequestDraft) -> set[tuple[str, str]]:
    return {(name, rule) for name, rule, _facts in draft.more_broken}


def test_a_form_without_a_fault_breaks_nothing() -> None:
    draft = _read()

    assert draft.more_broken == ()
    assert (draft.minutes, draft.service) == (120, Service.EQUIPMENT_USE)
    assert draft.windows == ((in_japan(4, 6, 9), in_japan(4, 6, 17)),)


def test_full_width_entries_are_read_as_meant() -> None:
    draft = _read(hours="１", minutes="３０", day=["２０２６／４／６"], starts=("９：００",))

    assert draft.minutes == 90
    assert draft.windows[0][0] == in_japan(4, 6, 9)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (("2026-04-06", "17:00", "9:00"), "ends_after_it_starts"),
        (("2026-04-06", "9:00", "9:00"), "ends_after_it_starts"),
        (("2026-03-02", "9:00", "17:00"), "is_over"),
        (("2026-04-06", "9:02", "17:00"), "off_grid"),
        (("2026-04-06", "9:00", "17:01"), "off_grid"),
        (("someday", "9:00", "17:00"), "says_the_day"),
        (("", "8:00", "12:00"), "says_the_day"),  # times typed, the day forgotten
        (("2026-04-06", "", "17:00"), "says_from"),
        (("2026-04-06", "9:00", "late"), "says_to"),
    ],
)
def test_a_fault_of_a_row_stands_beside_the_row(row: tuple[str, str, str], rule: str) -> None:
    day, starts, ends = row

    draft = _read(day=["2026-04-07", day], to=["17:00", ends], starts=("9:00", starts))

    assert _rules(draft) == {("window-1", rule)}
    assert len(draft.windows) == 1


def test_rows_as_they_were_shown_count_as_empty() -> None:
    usual = WANTED.usual_row

    draft = _read(
        day=["2026-04-06", "", ""],
        to=["17:00", usual.ends, ""],
        starts=("9:00", usual.starts, ""),
    )

    assert draft.more_broken == ()
    assert len(draft.windows) == 1


def test_the_range_counts_although_nobody_spread_it_into_rows() -> None:
    draft = _read(
        day=[""],
        range_first="2026-04-03",
        range_last="2026-04-06",
        range_from="9",
        range_to="17:00",
    )
    assert _rules(draft) == {("range", "says_from_and_to")}

    draft = _read(
        day=[""], range_first="2026-04-03", range_last="2026-04-07",
        range_from="9:00", range_to="17:00",
    )  # fmt: skip
    assert [start for start, _end in draft.windows] == [
        in_japan(4, 3, 9),
        in_japan(4, 6, 9),  # not the weekend between
        in_japan(4, 7, 9),
    ]


def test_spreading_the_range_leaves_out_closed_days_and_empties_it() -> None:
    typed = MultiDict(
        {
            "range_first": "2026-04-28",
            "range_last": "2026-05-07",
            "range_from": "13:00",
            "range_to": "15:00",
            "purpose": "kept",
        }
    )

    spread = spread_range(typed, WANTED, at=TODAY)

    days = [row.day for row in rows_of(spread.given)]
    # 29 April and 3 to 6 May 2026 are national holidays, 2 and 3 May a weekend
    assert days == ["2026-04-28", "2026-04-30", "2026-05-01", "2026-05-07"]
    assert (spread.given["range_first"], spread.given["purpose"]) == ("", "kept")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"range_first": "2026-05-01", "range_last": "2026-04-01"}, "last_day_after_first"),
        ({"range_first": "2026-04-04", "range_last": "2026-04-05"}, "no_open_day"),
        ({"range_first": "2026-04-06", "range_last": "2026-09-30"}, "too_many"),
        ({"range_first": "2026-04-06", "range_last": "2199-12-31"}, "too_many"),
        ({"range_first": "2026-04-06"}, "says_first_and_last_day"),
        (
            {"range_first": "2026-04-06", "range_last": "2026-04-07", "range_to": "8:00"},
            "ends_after_it_starts",
        ),
    ],
)
def test_a_range_that_cannot_be_read_says_why(changes: dict[str, str], rule: str) -> None:
    typed = MultiDict({"range_from": "9:00", "range_to": "17:00"} | changes)

    spread = spread_range(typed, WANTED, at=TODAY)

    assert [(name, found) for name, found, _facts in spread.broken] == [("range", rule)]
    assert rows_of(spread.given) == []


def test_more_rows_keep_what_was_typed() -> None:
    typed = MultiDict({"day": "2026-04-06", "from": "9:00", "to": "", "purpose": "kept"})

    drawn = more_rows(typed, WANTED).given

    assert [row.day for row in rows_of(drawn)] == ["2026-04-06", "", "", ""]
    assert drawn["purpose"] == "kept"


def test_whoever_operates_has_to_come() -> None:
    draft = _read(sends_samples="1")

    assert ("sends_samples", "company_operates") in _rules(draft)


def test_whoever_sends_samples_names_no_visitor() -> None:
    draft = _read(service="commissioned_test", sends_samples="1", visitor="", visitor_telephone="")

    assert draft.more_broken == ()


def test_every_fault_is_said_at_once() -> None:
    draft = _read(hours="x", purpose="", visitor="い" * 101, visitor_telephone="?", samples="1e3")

    assert _rules(draft) == {
        ("hours", "is_a_number"),
        ("purpose", "says_something"),
        ("visitor", "too_long_text"),
        ("visitor_telephone", "is_a_telephone_number"),
        ("samples", "is_a_number"),
    }


def test_a_token_is_of_its_sender() -> None:
    token = fresh_token()

    assert _read(token=token).token == f"7-{token}"
    assert _read(token="' OR 1=1").token != _read(token="' OR 1=1").token


def test_guidance_that_is_always_given_cannot_be_unticked() -> None:
    always = Wanted(instrument=an_instrument(facility=PLACE, guidance=Guidance.ALWAYS))

    assert _read(always, guidance="0").guidance
