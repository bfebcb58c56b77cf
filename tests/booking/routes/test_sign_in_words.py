"""The sign-in library speaks Japanese: every message it has, in a catalogue of our own."""

from __future__ import annotations

from importlib.resources import files

from babel.messages.pofile import read_po

from booking.settings import ROOT

OURS = ROOT / "booking/translations/ja/LC_MESSAGES/flask_security.po"


def test_every_message_of_the_installed_library_is_there_and_none_is_left_over() -> None:
    template = files("flask_security") / "translations" / "flask_security.pot"
    with template.open("rb") as file:
        needed = {message.id for message in read_po(file) if message.id}
    with OURS.open("rb") as file:
        ours = {message.id for message in read_po(file, locale="ja") if message.string}

    assert ours - {""} == needed
