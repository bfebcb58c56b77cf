"""What is shipped: enough of it, marked for what it is, and fit for the demo's requests."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from instruments.agreements import pays_inside_rate
from instruments.catalogue import Wish, find_instruments
from instruments.errors import NoTariff
from instruments.loading import load_catalogue
from instruments.models import (
    Agreement,
    Capability,
    Facility,
    Instrument,
    Organization,
    Tariff,
    Trouble,
)
from instruments.opening import staffed_spans
from instruments.tariff import Use, price
from instruments.words import Attended, InstrumentState, Service, TariffForm
from tests.instruments.conftest import create_catalogue

FOLDER = Path(__file__).parents[2] / "seed_data"
REPRESENTATIVE = "代表例（実在の機種ではない）"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def seeded() -> Iterator[Engine]:
    """Loaded once; the tests of this file only read."""
    engine = create_engine("sqlite://")
    create_catalogue(engine)
    with Session(engine) as session:
        load_catalogue(session, FOLDER)
        session.commit()
    yield engine
    engine.dispose()


@pytest.fixture
def session(seeded: Engine) -> Iterator[Session]:
    with Session(seeded) as session:
        yield session


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_loading_twice_changes_nothing(session: Session) -> None:
    again = load_catalogue(session, FOLDER)

    assert again.changes == 0
    assert [it.kept for it in again.files] == [()] * 9


def test_there_are_150_instruments_over_nine_facilities(session: Session) -> None:
    per_facility = Counter(it.facility.code for it in session.scalars(select(Instrument)))

    assert per_facility.total() >= 150
    assert len(per_facility) >= 9
    assert len(session.scalars(select(Organization)).all()) >= 10


def test_the_ten_organizations_of_the_plan_have_role_and_field(session: Session) -> None:
    of_the_plan = [it for it in session.scalars(select(Organization)) if "役割・分野" in it.source]

    assert len(of_the_plan) == 10
    assert all(it.role_ja and it.role_en and it.fields for it in of_the_plan)


def test_representative_instruments_name_no_maker_and_nothing_is_verified(
    session: Session,
) -> None:
    instruments = session.scalars(select(Instrument)).all()
    examples = [it for it in instruments if it.source == REPRESENTATIVE]
    real = [it for it in instruments if it.source != REPRESENTATIVE]

    assert len(real) == 31
    assert [it.code for it in examples if it.maker_model or it.verified] == []
    # The pages found report openings of 2012 to 2022; none says what stands there today.
    assert [it.code for it in real if it.verified] == []
    assert all(it.source for it in real)


def test_groups_of_equipment_cannot_be_requested(session: Session) -> None:
    groups = [it for it in session.scalars(select(Instrument)) if "設備群" in it.notes_ja]

    assert len(groups) == 8
    assert {it.state for it in groups} == {InstrumentState.PAUSED}


def test_no_telephone_number_is_invented(session: Session) -> None:
    assert {it.telephone for it in session.scalars(select(Facility))} == {""}
    number = re.compile(r"0\d{1,4}-\d{1,4}-\d{3,4}")
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.csv")]
    assert [(name, number.findall(text)) for name, text in texts if number.search(text)] == []


def test_readings_are_hiragana(session: Session) -> None:
    kana = re.compile("[ぁ-んー ]+")

    wrong = [
        it.code for it in session.scalars(select(Instrument)) if not kana.fullmatch(it.reading)
    ]

    assert wrong == []


def test_every_attended_use_fits_into_a_day_of_its_facility(session: Session) -> None:
    too_long: list[str] = []
    for it in session.scalars(select(Instrument)).all():
        spans = staffed_spans(it.facility, date(2026, 12, 1), date(2026, 12, 1))
        longest = max((end - start).total_seconds() / 60 for start, end in spans)
        if it.attended is Attended.FULL and it.max_minutes > longest:
            too_long.append(it.code)

    assert too_long == []


def test_every_representative_instrument_that_takes_requests_has_a_price(
    session: Session,
) -> None:
    tariffs = session.scalars(select(Tariff)).all()
    without: list[str] = []
    for it in session.scalars(select(Instrument).filter_by(source=REPRESENTATIVE)):
        own = [row for row in tariffs if it.id == row.instrument_id]
        services = {row.service for row in own} - {Service.LENDING}
        assert services, it.code
        common = [row for row in tariffs if row.facility_id == it.facility_id]
        for service in services:
            use = Use(service=service, minutes=it.typical_minutes, guidance_minutes=30, day=TODAY)
            try:
                assert price([*own, *common], use).total_yen > 0
            except NoTariff:
                without.append(it.code)

    assert without == []


def test_tariffs_come_in_every_form_and_mark_themselves_as_examples(session: Session) -> None:
    tariffs = session.scalars(select(Tariff)).all()

    assert {it.form for it in tariffs} == set(TariffForm)
    assert {it.service for it in tariffs} == set(Service)
    assert all(it.legal_basis.startswith("例示") and "http" in it.source for it in tariffs)
    assert not any(it.verified for it in tariffs)
    changing = date(2027, 4, 1)
    assert any(it.valid_to == changing for it in tariffs)
    assert any(it.valid_from == changing for it in tariffs)
    assert any(it.valid_to is not None and it.valid_to < TODAY for it in tariffs)
    assert any(it.surcharge_exempt for it in tariffs)
    assert any(it.lower_after_hours for it in tariffs)


def test_both_variants_of_the_agreement_are_there_and_one_is_active(session: Session) -> None:
    agreements = session.scalars(select(Agreement)).all()

    assert {it.code: it.active for it in agreements} == {"IMY-ACRONYM": True, "IMY-PRINTED": False}
    assert not any(it.verified for it in agreements)
    assert all(it.source for it in agreements)
    rates = {
        home: pays_inside_rate(agreements, home, "06", TODAY).code
        for home in ("06", "03", "04", "07", "13")
    }
    assert rates == {
        "06": "home",
        "03": "agreement",
        "04": "agreement",
        "07": "outside",
        "13": "outside",
    }


def test_every_trouble_leads_to_an_instrument_that_takes_requests(session: Session) -> None:
    troubles = session.scalars(select(Trouble)).all()

    assert len(troubles) >= 16
    for trouble in troubles:
        found = find_instruments(session, Wish(trouble=trouble.code))
        assert any(it.state is InstrumentState.AVAILABLE for it in found), trouble.code


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("電子", "YRIT-OKI-SEM"),
        ("ｴﾝｽｲﾌﾝﾑ", "YRIT-OKI-SALT"),
        ("塩水噴霧", "YRIT-OKI-SALT"),
        ("はがれ", "YRIT-OKI-CROSSCUT"),
        ("膜厚 米沢", "YRIT-OKI-XRFTHICK"),
        ("放射エミッション", "YAM-IOT-CHAMBER"),
        ("FTIR", "YRIT-OKI-FTIR"),
    ],
)
def test_everyday_words_find_what_one_would_expect(
    session: Session, typed: str, first: str
) -> None:
    found = find_instruments(session, Wish(text=typed))

    assert found[0].code == first


def test_the_demo_people_look_after_instruments_that_exist(session: Session) -> None:
    names = {(it.facility.code, it.name_ja) for it in session.scalars(select(Instrument))}
    missing = [
        (row["organization_code"], name)
        for row in rows("demo_people.csv")
        for column in ("primary_instruments", "deputy_instruments")
        for name in row[column].split(";")
        if name and (row["organization_code"], name) not in names
    ]

    assert missing == []


def test_the_demo_requests_ask_for_what_the_catalogue_knows(session: Session) -> None:
    known = set(session.scalars(select(Capability.code)))
    asked = {row["instrument_or_capability"] for row in rows("demo_requests.csv")}

    unknown = {it for it in asked if ":" not in it and it != "consultation"} - known

    assert unknown == set()


def test_every_company_of_the_demo_requests_is_there_in_both_spellings() -> None:
    names = [row["name"] for row in rows("demo_companies.csv")]

    assert set(names) == {row["company"] for row in rows("demo_requests.csv")}
    assert {"株式会社ながい彩鍍", "㈱ながい彩鍍"} <= set(names)
    assert len(names) == len(set(names))
    assert all(row["reading"] for row in rows("demo_companies.csv"))
