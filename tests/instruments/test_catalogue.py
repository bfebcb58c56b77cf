"""Finding an instrument by what a person would type."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from instruments.catalogue import Wish, find_instruments
from instruments.category_names import CATEGORY_NAMES
from instruments.models import Capability
from instruments.words import (
    Category,
    InstrumentState,
    OperatedBy,
    Sharing,
    TariffForm,
)
from tests.instruments.builders import (
    a_capability,
    a_facility,
    a_tariff,
    a_trouble,
    an_instrument,
)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements sent while the block runs."""
    sent: list[str] = []

    def note(*args: object) -> None:
        sent.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def found(session: Session, text: str = "", **wish: str) -> list[str]:
    session.flush()
    return [it.code for it in find_instruments(session, Wish(text=text, **wish))]  # type: ignore[arg-type]  # codes only


def test_a_word_of_two_characters_finds(session: Session) -> None:
    session.add(an_instrument("SEM", a_facility(), name_ja="走査電子顕微鏡"))

    assert found(session, "電子") == ["SEM"]


def test_reading_width_and_language_do_not_matter(session: Session) -> None:
    it = an_instrument(
        "SEM",
        a_facility(),
        name_ja="走査電子顕微鏡",
        reading="そうさでんしけんびきょう",
        name_en="SEM with EDX",
    )
    session.add(it)

    for typed in ("ｿｳｻ", "そうさでんし", "sem", "ＳＥＭ", "走査 顕微"):
        assert found(session, typed) == ["SEM"], typed


def test_every_word_must_be_found(session: Session) -> None:
    facility = a_facility()
    rust = a_capability("salt_spray", "塩水噴霧試験", "さび")
    session.add_all(
        [
            an_instrument("SALT", facility, rust, name_ja="塩水噴霧試験機"),
            an_instrument("BATH", facility, name_ja="塩水槽"),
        ]
    )

    assert found(session, "塩水 さび") == ["SALT"]


def test_name_goes_before_capability_before_everyday_word_before_note(session: Session) -> None:
    facility = a_facility()
    session.add_all(
        [
            an_instrument("NOTE", facility, notes_ja="硬さは測れません"),
            an_instrument("WORD", facility, a_capability("heat", "熱処理", "硬さ")),
            an_instrument("CAPA", facility, a_capability("hv", "硬さ試験")),
            an_instrument("NAME", facility, name_ja="硬さ試験機"),
        ]
    )

    assert found(session, "硬さ") == ["NAME", "CAPA", "WORD", "NOTE"]


def test_a_sentence_finds_by_the_trouble_it_contains(session: Session) -> None:
    peel = a_capability("peel_test", "密着試験")
    session.add_all(
        [
            a_trouble("peeling", "はがれ", peel, words="剥離 めくれ"),
            an_instrument("UTM", a_facility(), peel),
            an_instrument("OVEN", a_facility("SHO")),
        ]
    )

    assert found(session, "めっきのはがれを見たい") == ["UTM"]
    assert found(session, "剥離") == ["UTM"]


def test_a_trouble_finds_first_what_answers_most_of_it(session: Session) -> None:
    facility = a_facility()
    peel, section = a_capability("peel_test"), a_capability("section")
    session.add_all(
        [
            a_trouble("peeling", "はがれ", peel, section),
            an_instrument("A-ONE", facility, peel),
            an_instrument("B-BOTH", facility, peel, section),
            an_instrument("C-NONE", facility),
        ]
    )

    assert found(session, trouble="peeling") == ["B-BOTH", "A-ONE"]
    assert found(session, trouble="no_such_trouble") == []


def test_a_western_word_does_not_begin_inside_another(session: Session) -> None:
    session.add(an_instrument("GLOVE", a_facility(), name_en="Glove box for cell assembly"))

    assert found(session, "sem") == []
    assert found(session, "assembly") == ["GLOVE"]


def test_signs_of_the_query_language_are_only_signs(session: Session) -> None:
    session.add(an_instrument("SEM", a_facility()))

    for typed in ("%", "_", "100%", "\\", "'; --", "𠮷😀", "ー"):
        assert found(session, typed) == [], typed


def test_what_can_be_requested_and_confirmed_comes_first(session: Session) -> None:
    here, away = a_facility("B"), a_facility("A", sharing=Sharing.INQUIRY_ONLY)
    session.add_all(
        [
            an_instrument("PAUSED", here, name_ja="炉", state=InstrumentState.PAUSED),
            an_instrument("ASKED", away, name_ja="炉"),
            an_instrument("READY", here, name_ja="炉"),
            an_instrument("GONE", here, name_ja="炉", state=InstrumentState.RETIRED),
        ]
    )

    assert found(session, "炉") == ["READY", "ASKED", "PAUSED"]


def test_filters_narrow_together(session: Session) -> None:
    here, there = a_facility("OKI", "06"), a_facility("ITIM", "04")
    ct = a_capability("xray_ct")
    session.add_all(
        [
            an_instrument("CT-06", here, ct, category=Category.NONDESTRUCTIVE_INSPECTION),
            an_instrument("CT-04", there, ct, operated_by=OperatedBy.STAFF),
            an_instrument("OVEN", there, operated_by=OperatedBy.EITHER),
        ]
    )
    session.flush()

    def codes(wish: Wish) -> set[str]:
        return {it.code for it in find_instruments(session, wish)}

    assert codes(Wish(capability="xray_ct")) == {"CT-06", "CT-04"}
    assert codes(Wish(prefecture="04")) == {"CT-04", "OVEN"}
    assert codes(Wish(facility="OKI")) == {"CT-06"}
    assert codes(Wish(category=Category.NONDESTRUCTIVE_INSPECTION)) == {"CT-06"}
    assert codes(Wish(operated_by=OperatedBy.STAFF)) == {"CT-04", "OVEN"}
    assert codes(Wish(operated_by=OperatedBy.COMPANY)) == {"CT-06", "OVEN"}
    assert codes(Wish(capability="xray_ct", prefecture="04")) == {"CT-04"}


def test_a_category_is_a_word_too(session: Session) -> None:
    session.add(an_instrument("SALT", a_facility(), category=Category.ENVIRONMENTAL_TEST))

    assert found(session, "環境試験") == ["SALT"]
    assert found(session, "environmental test") == ["SALT"]


def test_every_category_has_a_name() -> None:
    assert set(CATEGORY_NAMES) == set(Category)


def test_a_facility_is_found_by_its_place(session: Session) -> None:
    session.add_all(
        [
            an_instrument("HERE", a_facility("OKI", address="米沢市"), name_ja="炉"),
            an_instrument("THERE", a_facility("SHO", address="三川町"), name_ja="炉"),
        ]
    )

    assert found(session, "米沢 炉") == ["HERE"]


def test_a_changed_name_is_found_at_once(session: Session) -> None:
    it = an_instrument("SEM", a_facility(), name_ja="光学顕微鏡")
    session.add(it)
    session.flush()
    it.name_ja = "電子顕微鏡"

    assert found(session, "電子") == ["SEM"]
    assert found(session, "光学") == []


def test_the_number_of_queries_does_not_grow_with_the_catalogue(engine: Engine) -> None:
    wishes = [Wish(text="炉 加熱"), Wish(trouble="warp"), Wish()]
    few, many = 3, 600  # past 500, where a select-in load would send a second query

    _fill(engine, range(few))
    before = [_queries(engine, wish, expected=few) for wish in wishes]
    _fill(engine, range(few, many))
    after = [_queries(engine, wish, expected=many) for wish in wishes]

    assert after == before
    assert max(after) <= 8


def _queries(engine: Engine, wish: Wish, expected: int) -> int:
    """How many a search sends, all that a page shows included."""
    with Session(engine) as session, counted(engine) as sent:
        results = find_instruments(session, wish)
        for it in results:
            assert it.facility.organization.code
            assert all((it.units, it.capabilities, it.tariffs))
    assert len(results) == expected
    return sum(statement.startswith("SELECT") for statement in sent)


def _fill(engine: Engine, numbers: range) -> None:
    """Ovens that heat, three to a facility, each with a price."""
    with Session(engine) as session:
        heating = session.scalar(select(Capability)) or a_capability("heating", "加熱")
        if not heating.troubles:
            session.add(a_trouble("warp", "反り", heating))
        for first in numbers[::3]:
            facility = a_facility(f"F{first}")
            for number in range(first, first + 3):
                it = an_instrument(f"OVEN-{number}", facility, heating, name_ja="炉")
                it.tariffs.append(a_tariff(TariffForm.HOUR_BEGUN, 500))
                session.add(it)
        session.commit()
