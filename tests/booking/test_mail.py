"""What a mail says: what happened, when, where, what to do next, whom to ask; nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.message import EmailMessage
from itertools import product
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.feeds.mail import NoAddress, compose
from booking.feeds.wording import wording
from booking.models import Membership, Notice, Person, Proposal, Reservation
from booking.planning.answers import Part, Run
from booking.services.cancel_reservation import cancel_reservation
from booking.services.move_reservation import move_reservation
from booking.services.notices import tell
from booking.services.refuse_proposal import refuse_proposal
from instruments.words import Attended, Guidance
from tests.booking.mail_sink import text_of
from tests.booking.steps import applied, confirmed
from tests.builders import (
    DAY,
    HOUR,
    NINE,
    SETTINGS,
    TODAY,
    House,
    a_facility,
    a_house,
    a_tariff,
    an_instrument,
)

TEMPLATES = (
    "proposal_to_answer",
    "proposal_for_company",
    "request_waits",
    "reservation_confirmed",
    "assignment_made",
    "proposal_refused",
    "request_refused",
    "request_withdrawn",
    "reservation_cancelled",
    "reservation_moved",
    "reservation_at_risk",
    "reservation_safe_again",
    "technician_changed",
    "answer_overdue",
)


def a_staffed_house(session: Session, **instrument: Any) -> House:
    """Two technicians, one of whom stands by the whole time."""
    facts = {"attended": Attended.FULL, "guidance": Guidance.ALWAYS} | instrument
    return a_house(session, an_instrument(**facts), technicians=2)


def mail_to(session: Session, reader: Person, template: str) -> EmailMessage:
    """The newest notice of that kind to the reader, written out."""
    session.flush()
    notice = session.scalars(
        select(Notice)
        .where(Notice.to_id == reader.id, Notice.template == template)
        .order_by(Notice.id.desc())
    ).first()
    assert notice is not None, f"no {template} for {reader.name}"
    return compose(session, notice, at=TODAY, settings=SETTINGS)


def entry_in(mail: EmailMessage) -> tuple[str, Any]:
    """Method and entry of the calendar file in the mail."""
    (file,) = mail.iter_attachments()
    assert file.get_content_type() == "text/calendar"
    calendar = Calendar.from_ical(file.get_content())
    assert file.get_param("method") == calendar["METHOD"]
    (event,) = calendar.walk("VEVENT")
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Tokyo"]
    return str(calendar["METHOD"]), event


def moved(session: Session, reservation: Reservation, *, by: Person, to: Person) -> None:
    """The visit is put two days later, with another technician."""
    run = Run(
        request_id=reservation.request_id,
        unit_id=reservation.unit_id,
        starts_at=reservation.starts_at + 2 * DAY,
        ends_at=reservation.ends_at + 2 * DAY,
        parts=tuple(
            Part(to.id, part.mode, part.starts_at + 2 * DAY, part.ends_at + 2 * DAY)
            for part in reservation.assignments
        ),
    )
    move_reservation(
        session, reservation, run, agreed_by="佐藤", by=by, at=TODAY, settings=SETTINGS
    )


def test_a_confirmed_visit_is_told_with_everything_the_company_needs(session: Session) -> None:
    house = a_staffed_house(
        session,
        facility=a_facility(section_ja="連携支援室", telephone="023-000-0000", address="山形市"),
        conditions_ja="試料は直径30 mmまで",
        guidance=Guidance.NEVER,
    )
    session.add(a_tariff(house.instrument, 1500))
    reservation = confirmed(session, house)

    mail = mail_to(session, house.engineer, "reservation_confirmed")

    assert mail["To"] == house.engineer.email
    assert mail["Subject"] == "【予約確定】走査電子顕微鏡 2026年4月6日(月) 9:00–11:00"
    said = text_of(mail)
    for part in (
        "ご予約が確定しました。",
        "日時: 2026年4月6日(月) 9:00–11:00",
        "施設: 工業技術センター (山形市)",
        "担当職員: 阿部",
        "使用料の見込額（概算）: 3,000円",
        "試料は直径30 mmまで",
        f"/company/requests/{reservation.request_id}",
        "工業技術センター 連携支援室",
        "電話: 023-000-0000",
    ):
        assert part in said


def test_a_telephone_nobody_confirmed_is_said_to_be_so(session: Session) -> None:
    house = a_house(session)
    confirmed(session, house)

    assert "電話: 未確認" in text_of(mail_to(session, house.engineer, "reservation_confirmed"))


def test_the_visit_is_an_entry_in_the_facilitys_time(session: Session) -> None:
    house = a_staffed_house(session)
    confirmed(session, house)

    method, event = entry_in(mail_to(session, house.engineer, "reservation_confirmed"))

    assert method == "REQUEST"
    assert event["DTSTART"].dt.isoformat() == "2026-04-06T09:00:00+09:00"
    assert event["DTEND"].dt.isoformat() == "2026-04-06T11:00:00+09:00"
    assert event["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert event["SEQUENCE"] == 0
    assert str(event["ATTENDEE"]) == f"mailto:{house.engineer.email}"


def test_an_entry_keeps_its_identity_when_the_visit_moves_and_when_it_is_cancelled(
    session: Session,
) -> None:
    house = a_staffed_house(session)
    reservation = confirmed(session, house)
    _, first = entry_in(mail_to(session, house.engineer, "reservation_confirmed"))

    moved(session, reservation, by=house.technician, to=house.technician)
    told_move, second = entry_in(mail_to(session, house.engineer, "reservation_moved"))
    cancel_reservation(session, reservation, reason="故障", by=house.technician, at=TODAY)
    told_end, third = entry_in(mail_to(session, house.engineer, "reservation_cancelled"))

    assert first["UID"] == second["UID"] == third["UID"]
    assert [entry["SEQUENCE"] for entry in (first, second, third)] == [0, 1, 2]
    assert (told_move, told_end) == ("REQUEST", "CANCEL")
    assert second["DTSTART"].dt == NINE + 2 * DAY


def test_two_installations_never_share_an_entrys_identity(session: Session) -> None:
    house = a_house(session)
    confirmed(session, house, token="form-of-one")
    _, one = entry_in(mail_to(session, house.engineer, "reservation_confirmed"))
    (reservation,) = session.scalars(select(Reservation))

    reservation.request.token = "form-of-another"  # row 1 of another installation
    _, other = entry_in(mail_to(session, house.engineer, "reservation_confirmed"))

    assert one["UID"] != other["UID"]


def test_a_technician_who_is_replaced_takes_the_visit_out_of_the_calendar(
    session: Session,
) -> None:
    house = a_staffed_house(session)
    abe, ito = house.technicians
    reservation = confirmed(session, house)

    moved(session, reservation, by=house.technician, to=ito)

    method, event = entry_in(_told(session, reservation, abe, "reservation_moved"))
    assert method == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert "担当から外れました" in text_of(_told(session, reservation, abe, "reservation_moved"))
    assert entry_in(mail_to(session, ito, "reservation_moved"))[0] == "REQUEST"


def test_a_technician_reads_the_own_parts_and_is_free_between_them(session: Session) -> None:
    house = a_house(session, an_instrument(attended=Attended.ENDS, guidance=Guidance.ALWAYS))
    confirmed(session, house, minutes=240)
    reservation = session.scalars(select(Reservation)).one()

    mail = _told(session, reservation, house.technician, "assignment_made")

    assert "あなたの担当: 2026年4月6日(月) 9:00–9:30 職員立会い" in text_of(mail)
    assert "あなたの担当: 2026年4月6日(月) 12:30–13:00 職員立会い" in text_of(mail)
    assert entry_in(mail)[1]["TRANSP"] == "TRANSPARENT"


def test_a_calendar_names_no_company(session: Session) -> None:
    house = a_staffed_house(session)
    confirmed(session, house, purpose="秘密の目的", sample_text="秘密の試料")
    reservation = session.scalars(select(Reservation)).one()

    mail = _told(session, reservation, house.technicians[1], "assignment_made")

    (file,) = mail.iter_attachments()
    assert house.company.name in text_of(mail)
    assert house.company.name not in str(file.get_content()).replace("\r\n ", "")
    assert "秘密" not in text_of(mail) + str(file.get_content())


def test_a_visit_cancelled_by_the_facility_says_why(session: Session) -> None:
    house = a_staffed_house(session)
    reservation = confirmed(session, house)

    cancel_reservation(session, reservation, reason="落雷のため", by=house.technician, at=TODAY)

    said = mail_to(session, house.engineer, "reservation_cancelled").get_body()
    assert said is not None
    assert "理由: 落雷のため" in str(said.get_content())


def test_a_refusal_carries_the_reason_to_the_company(session: Session) -> None:
    house = a_house(session)
    proposal = applied(session, house)

    refuse_proposal(session, proposal, reason="校正のため", by=house.technician, at=TODAY)

    said = text_of(mail_to(session, house.engineer, "proposal_refused"))
    assert "理由: 校正のため" in said
    assert house.company.name not in said  # it knows who it is


def test_who_may_not_know_the_case_any_more_reads_nothing_of_it(session: Session) -> None:
    house = a_staffed_house(session)
    reservation = confirmed(session, house, purpose="秘密の目的")
    elsewhere = a_facility("OTHER")
    session.add(elsewhere)
    session.flush()

    house.technicians[1].facility_id = elsewhere.id
    session.execute(Membership.__table__.delete())  # type: ignore[attr-defined]  # a Table
    readers = (house.technicians[1], house.engineer)
    mails = [_told(session, reservation, reader, "reservation_cancelled") for reader in readers]

    for mail in mails:
        written = text_of(mail) + str(mail["Subject"])
        assert list(mail.iter_attachments()) == []
        assert "現在は閲覧できない案件" in written
        for secret in (house.company.name, "走査電子顕微鏡", "4月6日", "阿部", "秘密"):
            assert secret not in written


def test_a_repeat_is_the_same_mail(session: Session) -> None:
    house = a_house(session)
    confirmed(session, house)

    one, two = (mail_to(session, house.engineer, "reservation_confirmed") for _ in range(2))

    assert one["Message-ID"] == two["Message-ID"]
    assert one["Date"] == two["Date"]
    (first,), (second,) = one.iter_attachments(), two.iter_attachments()
    assert first.get_content() == second.get_content()


def test_a_name_with_a_line_break_does_not_break_out_of_the_subject(session: Session) -> None:
    house = a_house(session, an_instrument(name_ja="顕微鏡\r\nBcc: evil@example.com"))
    confirmed(session, house)

    mail = mail_to(session, house.engineer, "reservation_confirmed")

    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("【予約確定】顕微鏡 Bcc: evil@example.com")


def test_nobody_is_written_to_without_an_address(session: Session) -> None:
    house = a_house(session)
    confirmed(session, house)

    house.engineer.email = None

    with pytest.raises(NoAddress):
        mail_to(session, house.engineer, "reservation_confirmed")


def test_every_mail_is_complete_in_both_languages(session: Session) -> None:
    house = a_house(
        session,
        an_instrument(
            name_en="SEM",
            facility=a_facility(name_en="Institute"),
            attended=Attended.FULL,
            guidance=Guidance.ALWAYS,
        ),
    )
    reservation = confirmed(session, house)

    for reader, language, template in product(
        (house.engineer, house.technician), ("ja", "en"), TEMPLATES
    ):
        reader.language = language
        mail = _told(session, reservation, reader, template)
        said = f"{mail['Subject']}\n{text_of(mail)}"
        known = f"Kyoyo {house.company.name} {house.technician.name}"
        strangers = [word for word in _strangers(said, language) if word not in known]
        assert strangers == [], f"{template}: {said}"


def test_moments_amounts_and_lengths_read_as_people_say_them() -> None:
    japanese, english = wording("ja"), wording("en")

    assert japanese.span(NINE, NINE + DAY, "Asia/Tokyo") == (
        "2026年4月6日(月) 9:00 – 2026年4月7日(火) 9:00"
    )
    assert english.span(NINE, NINE + HOUR, "Asia/Tokyo") == "Mon 6 Apr 2026 9:00–10:00"
    assert japanese.deadline(NINE - 9 * HOUR, "Asia/Tokyo") == "2026年4月5日(日)"
    assert japanese.deadline(NINE, "Asia/Tokyo") == "2026年4月6日(月) 9:00"
    assert [english.length(m) for m in (30, 90, 1440, 4350)] == [
        "30 min",
        "1 hour 30 min",
        "24 hours",
        "3 days 30 min",
    ]
    assert (japanese.yen(12345), japanese.yen(None)) == ("12,345円", "未定")
    assert wording("fr").language == "ja"


def _told(
    session: Session, reservation: Reservation, reader: Person, template: str
) -> EmailMessage:
    """The reader is told so of the reservation, its request and its proposal, and reads it."""
    facts = {"by_facility": True, "stage": "head", "awaits": "facility", "before": NINE.isoformat()}
    about_visit = template in {
        "reservation_confirmed",
        "assignment_made",
        "reservation_cancelled",
        "reservation_moved",
        "reservation_at_risk",
        "reservation_safe_again",
        "technician_changed",
    }
    proposal = session.get_one(Proposal, reservation.proposal_id)
    tell(
        session,
        [reader],
        template,
        at=TODAY,
        request=reservation.request,
        reservation=reservation if about_visit else None,
        **facts | ({} if about_visit else {"proposal": proposal.id}),
    )
    return mail_to(session, reader, template)


def _strangers(said: str, language: str) -> Iterable[str]:
    """Words of the other language: Latin words in a Japanese mail, kana and kanji in an English."""
    without_links = re.sub(r"https?://\S+", "", said)
    return re.findall(
        r"[A-Za-z]{3,}" if language == "ja" else r"[ぁ-んァ-ヶ一-龠々]+", without_links
    )
