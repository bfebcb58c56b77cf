"""What is shipped: enough of it, marked for what it is, and fit for the demo's requests."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from instruments.agreements import pays_inside_rate
from instruments.catalogue import Wish, find_instruments
from instruments.catalogue_files import FILES, TARIFFS
from instruments.csv_files import Row, read_sheet
from instruments.loading import load_catalogue
from instruments.models import Tariff, Trouble
from instruments.tariff import Use, price
from instruments.words import InstrumentState, Service, TariffForm
from tests.instruments.builders import an_agreement

FOLDER = Path(__file__).parents[2] / "seed_data"
REPRESENTATIVE = "代表例（実在の機種ではない）"
TODAY = date(2026, 11, 24)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_150_instruments_over_nine_facilities() -> None:
    per_facility = Counter(row["facility_code"] for row in rows("instruments.csv"))

    assert per_facility.total() >= 150
    assert len(per_facility) >= 9


def test_the_ten_organizations_of_the_plan_have_role_and_field() -> None:
    of_the_plan = [row for row in rows("organizations.csv") if "役割・分野" in row["source"]]

    assert len(of_the_plan) == 10
    assert all(row["role_ja"] and row["role_en"] and row["fields"] for row in of_the_plan)


def test_representative_instruments_name_no_maker_and_nothing_is_verified() -> None:
    instruments = rows("instruments.csv")
    examples = [row for row in instruments if row["source"] == REPRESENTATIVE]
    real = [row for row in instruments if row["source"] != REPRESENTATIVE]

    assert len(real) == 31
    assert [row["code"] for row in examples if row["maker_model"]] == []
    # The pages found report openings of 2012 to 2022; none says what stands there today.
    assert {row["verified"] for row in instruments} == {"false"}
    assert {row["verified"] for row in rows("facilities.csv")} == {"false"}


def test_groups_of_equipment_cannot_be_requested() -> None:
    groups = [row for row in rows("instruments.csv") if "設備群" in row["notes_ja"]]

    assert len(groups) == 8
    assert {row["state"] for row in groups} == {"paused"}


def test_no_telephone_number_is_invented() -> None:
    number = re.compile(r"0\d{1,4}-\d{1,4}-\d{3,4}")
    texts = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.csv")}

    assert {row["telephone"] for row in rows("facilities.csv")} == {""}
    assert [name for name, text in texts.items() if number.search(text)] == []


def test_readings_are_hiragana() -> None:
    kana = re.compile("[ぁ-んー ]+")

    assert [it["code"] for it in rows("instruments.csv") if not kana.fullmatch(it["reading"])] == []


def test_tariffs_come_in_every_form_and_mark_themselves_as_examples() -> None:
    tariffs = rows("tariffs.csv")

    assert {row["form"] for row in tariffs} == set(TariffForm)
    assert {row["service"] for row in tariffs} == set(Service)
    assert all(row["legal_basis"].startswith("例示") for row in tariffs)
    assert all("http" in row["source"] for row in tariffs)
    assert {row["verified"] for row in tariffs} == {"false"}
    assert {"2027-04-01", "2024-04-01", ""} == {row["valid_to"] for row in tariffs}
    assert any(row["surcharge_exempt"] == "true" for row in tariffs)
    assert any(row["lower_after_hours"] for row in tariffs)
    assert any(row["extension_yen"] for row in tariffs)


def test_the_demo_people_look_after_instruments_that_exist() -> None:
    names = {(row["facility_code"], row["name_ja"]) for row in rows("instruments.csv")}
    missing = [
        (row["organization_code"], name)
        for row in rows("demo_people.csv")
        for column in ("primary_instruments", "deputy_instruments")
        for name in row[column].split(";")
        if name and (row["organization_code"], name) not in names
    ]

    assert missing == []


def test_the_demo_requests_ask_for_what_the_catalogue_knows() -> None:
    known = {row["code"] for row in rows("capabilities.csv")}
    asked = {row["instrument_or_capability"] for row in rows("demo_requests.csv")}

    assert {it for it in asked if ":" not in it and it != "consultation"} - known == set()


def test_every_company_of_the_demo_requests_is_there_in_both_spellings() -> None:
    names = [row["name"] for row in rows("demo_companies.csv")]

    assert set(names) == {row["company"] for row in rows("demo_requests.csv")}
    assert {"株式会社ながい彩鍍", "㈱ながい彩鍍"} <= set(names)
    assert len(names) == len(set(names))
    assert all(row["reading"] for row in rows("demo_companies.csv"))


def test_loading_twice_changes_nothing(session: Session) -> None:
    first = load_catalogue(session, FOLDER)
    session.flush()

    again = load_catalogue(session, FOLDER)

    assert first.changes == sum(len(rows(it.file)) for it in first.files)
    assert first.absent == ()
    assert again.changes == 0
    assert [it.kept for it in again.files] == [()] * 9


def test_every_trouble_leads_to_an_instrument_that_takes_requests(session: Session) -> None:
    load_catalogue(session, FOLDER)
    troubles = session.scalars(select(Trouble.code)).all()

    assert len(troubles) >= 16
    for trouble in troubles:
        found = find_instruments(session, Wish(trouble=trouble))
        assert any(it.state is InstrumentState.AVAILABLE for it in found), trouble


def test_everyday_words_find_first_what_one_would_expect(session: Session) -> None:
    load_catalogue(session, FOLDER)
    expected = {
        "電子": "YRIT-OKI-SEM",
        "ｴﾝｽｲﾌﾝﾑ": "YRIT-OKI-SALT",
        "塩水噴霧": "YRIT-OKI-SALT",
        "はがれ": "YRIT-OKI-CROSSCUT",
        "膜厚 米沢": "YRIT-OKI-XRFTHICK",
        "放射エミッション": "YAM-IOT-CHAMBER",
        "FTIR": "YRIT-OKI-FTIR",
    }

    found = {typed: find_instruments(session, Wish(text=typed))[0].code for typed in expected}

    assert found == expected


def test_every_attended_use_fits_into_a_day_of_its_facility() -> None:
    minutes_open = {
        row["facility_code"]: _minute(row["closes"]) - _minute(row["opens"])
        for row in rows("opening_hours.csv")
    }
    too_long = [
        row["code"]
        for row in rows("instruments.csv")
        if row["attended"] == "full"
        and int(row["max_minutes"]) > minutes_open[row["facility_code"]]
    ]

    assert too_long == []


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def test_every_representative_instrument_has_a_price_with_guidance() -> None:
    tariffs = read_sheet(FOLDER / TARIFFS, FILES[TARIFFS]).rows
    for it in rows("instruments.csv"):
        if it["source"] != REPRESENTATIVE:
            continue
        own = [_tariff(row) for row in tariffs if row["instrument_code"] == it["code"]]
        common = [_tariff(row) for row in tariffs if row["facility_code"] == it["facility_code"]]
        services = {row.service for row in own} - {Service.LENDING}
        assert services, it["code"]
        for service in services:
            minutes = int(it["typical_minutes"])
            use = Use(service=service, minutes=minutes, guidance_minutes=30, day=TODAY)
            assert price([*own, *common], use).total_yen > 0


def _tariff(row: Row) -> Tariff:
    owners = ("instrument_code", "facility_code")
    return Tariff(**{name: value for name, value in row.values.items() if name not in owners})


def test_both_variants_of_the_agreement_are_there_and_one_is_active() -> None:
    written = rows("agreements.csv")
    agreements = [
        an_agreement(row["code"], row["members"].split(";"), active=row["active"] == "true")
        for row in written
    ]

    assert {it.code: it.active for it in agreements} == {"IMY-ACRONYM": True, "IMY-PRINTED": False}
    assert {row["verified"] for row in written} == {"false"}
    assert all(row["source"] for row in written)
    homes = ("06", "03", "04", "07", "13")
    rates = [pays_inside_rate(agreements, home, "06", TODAY).code for home in homes]
    assert rates == ["home", "agreement", "agreement", "outside", "outside"]
