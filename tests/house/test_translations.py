"""Every sentence of the product is said in Japanese: none missing, none guessed, no fact lost."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.house.tree import ROOT
from tools.translate import CATALOGUES, gather


def _read(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every message that code and pages use now."""
    template = tmp_path_factory.mktemp("messages") / "messages.pot"
    gather(template)
    return _read(template)


@pytest.fixture(scope="module")
def japanese() -> list[Catalog]:
    """The catalogues people wrote: the product's own, and those that complete a library's."""
    paths = sorted((ROOT / CATALOGUES / "ja/LC_MESSAGES").glob("*.po"))
    return [_read(path, "ja") for path in paths]


def test_the_catalogues_hold_every_message_in_use(used: Catalog, japanese: list[Catalog]) -> None:
    known = {message.id for catalogue in japanese for message in catalogue}

    missing = [message.id for message in used if message.id not in known and message.id]

    assert missing == [], "run make translate, then translate them"


def test_every_message_is_translated_and_none_is_a_guess(japanese: list[Catalog]) -> None:
    messages = [message for catalogue in japanese for message in catalogue if message.id]

    assert [message.id for message in messages if not _is_said(message)] == []
    assert [message.id for message in messages if message.fuzzy] == []


def test_every_translation_keeps_the_facts_of_its_message(japanese: list[Catalog]) -> None:
    broken = [
        (message.id, str(error))
        for catalogue in japanese
        for message, errors in catalogue.check()
        for error in errors
    ]

    assert broken == []


def _is_said(message: Message) -> bool:
    said = message.string
    return all(said) if isinstance(said, tuple | list) else bool(said)
