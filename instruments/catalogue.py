"""Finding instruments: by trouble, by what must be made or measured, by place.

Every typed word must be found somewhere; where it was found decides the order. The number of
queries does not depend on how many instruments there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, subqueryload

from instruments.models import Capability, Facility, Instrument, Trouble, instrument_capability
from instruments.search import search_words, section_of_hit
from instruments.words import Category, InstrumentState, OperatedBy, Sharing

# How well a word was found: the smaller, the better.
_IN_NAME, _IN_CAPABILITY, _IN_EVERYDAY_WORDS, _IN_NOTES, _IN_FACILITY = range(5)
_SHORTEST_CONTAINED = 2  # characters; 電子 is a word, 線 inside another word is not


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody looks for; an empty field asks for nothing."""

    text: str = ""
    trouble: str = ""  # code
    capability: str = ""  # code
    prefecture: str = ""  # JIS code
    category: Category | None = None
    operated_by: OperatedBy | None = None  # company or staff; "either" serves both
    facility: str = ""  # code


def find_instruments(session: Session, wish: Wish) -> list[Instrument]:
    """The instruments that fit, best first; retired ones are left out.

    Loaded with facility, organization, capabilities, units and tariffs.
    """
    words = search_words(wish.text)
    grades = _grades_of_capabilities(session, words)
    useful = _useful(session, wish, grades)
    found = session.scalars(_matching(wish, words, grades)).unique().all()
    ranked = [(_rank(it, words, grades, useful), it) for it in found]
    sound = [(rank, it) for rank, it in ranked if rank is not None]
    return [it for _, it in sorted(sound, key=lambda pair: pair[0])]


Grades = Mapping[str, Mapping[int, int]]  # word -> capability id -> grade


def _grades_of_capabilities(session: Session, words: Sequence[str]) -> Grades:
    """For each word, the capabilities it means and how directly.

    Capabilities and troubles are a few hundred rows, read whole: a typed word may contain one of
    theirs (めっきのはがれ contains はがれ), which no index could answer.
    """
    if not words:
        return {}
    capabilities = session.execute(select(Capability.id, Capability.search_key)).all()
    of_troubles = session.execute(
        select(Capability.id, Trouble.search_key).join(Trouble.capabilities)
    ).all()
    grades: dict[str, dict[int, int]] = {word: {} for word in words}
    for word in words:
        for capability_id, key in capabilities:
            grade = _grade(key, word)
            if grade is not None:
                grades[word][capability_id] = grade
        for capability_id, key in of_troubles:
            if _grade(key, word) is not None:
                grades[word].setdefault(capability_id, _IN_EVERYDAY_WORDS)
    return grades


def _grade(key: str, word: str) -> int | None:
    section = section_of_hit(key, word)
    if section is not None:
        return _IN_CAPABILITY if section == 0 else _IN_EVERYDAY_WORDS
    if word.isascii():  # Western words are typed apart: "functional" does not mean "ion"
        return None
    inside = (part for part in key.split() if len(part) >= _SHORTEST_CONTAINED)
    return _IN_EVERYDAY_WORDS if any(part in word for part in inside) else None


def _matching(wish: Wish, words: Sequence[str], grades: Grades) -> Select[Instrument]:
    query = (
        select(Instrument)
        .join(Instrument.facility)
        .where(Instrument.state != InstrumentState.RETIRED, *_conditions(wish))
        .options(
            contains_eager(Instrument.facility).options(joinedload(Facility.organization)),
            # One query each, whatever the number of rows (selectinload sends one per 500).
            subqueryload(Instrument.capabilities),
            subqueryload(Instrument.units),
            subqueryload(Instrument.tariffs),
        )
    )
    for word in words:
        query = query.where(
            or_(
                Instrument.search_key.contains(word, autoescape=True),
                Facility.search_key.contains(word, autoescape=True),
                Instrument.id.in_(_having(grades[word])),
            )
        )
    return query


def _conditions(wish: Wish) -> Iterable[ColumnElement[bool]]:
    if wish.trouble:
        yield Instrument.capabilities.any(Capability.troubles.any(code=wish.trouble))
    if wish.capability:
        yield Instrument.capabilities.any(code=wish.capability)
    if wish.prefecture:
        yield Facility.prefecture_jis == wish.prefecture
    if wish.facility:
        yield Facility.code == wish.facility
    if wish.category:
        yield Instrument.category == wish.category
    if wish.operated_by:
        yield Instrument.operated_by.in_({wish.operated_by, OperatedBy.EITHER})


def _having(capability_ids: Iterable[int]) -> Select[int]:
    link = instrument_capability.c
    return select(link.instrument_id).where(link.capability_id.in_(sorted(capability_ids)))


def _useful(session: Session, wish: Wish, grades: Grades) -> frozenset[int]:
    """The capabilities that the wish is about, by its words or by its trouble."""
    ids = {one for of_word in grades.values() for one in of_word}
    if wish.trouble:
        helping = select(Capability.id).where(Capability.troubles.any(code=wish.trouble))
        ids |= set(session.scalars(helping))
    return frozenset(ids)


def _rank(
    it: Instrument, words: Sequence[str], grades: Grades, useful: frozenset[int]
) -> tuple[int, bool, bool, int, str, str] | None:
    """Best grades first, then what can be requested and confirmed, then who can do more.

    None when LIKE found a word that the word rules of `search` do not.
    """
    own = {capability.id for capability in it.capabilities}
    found = [_grade_for(it, own, word, grades[word]) for word in words]
    sound = [grade for grade in found if grade is not None]
    if len(sound) < len(found):
        return None
    paused = it.state is not InstrumentState.AVAILABLE
    asks = it.facility.sharing is Sharing.INQUIRY_ONLY
    return sum(sound), paused, asks, -len(own & useful), it.facility.code, it.code


def _grade_for(it: Instrument, own: set[int], word: str, of_word: Mapping[int, int]) -> int | None:
    section = section_of_hit(it.search_key, word)
    if section == 0:
        return _IN_NAME
    by_capability = min((of_word[one] for one in own & of_word.keys()), default=None)
    if by_capability is not None:
        return by_capability
    if section is not None:
        return _IN_NOTES
    return _IN_FACILITY if section_of_hit(it.facility.search_key, word) is not None else None
