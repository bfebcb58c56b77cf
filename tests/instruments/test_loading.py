"""Catalogue files: all or nothing, the same twice, and every fault named with its remedy."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from instruments.errors import CatalogueFileWrong
from instruments.loading import FileReport, LoadReport, load_catalogue
from instruments.models import (
    Agreement,
    Facility,
    Instrument,
    OpeningHours,
    Organization,
    Tariff,
    Unit,
)
from instruments.problems import Fault, Problem

FILES = {
    "organizations.csv": """\
code,name_ja,name_en,kind,prefecture_jis,address,role_ja,role_en,fields,legal_form,sharing_mode,valid_from,valid_to,successor_code,source,verified
old_bank,旧銀行,Old Bank,bank,06,,資金,,finance,契約,inquiry_only,,2027-01-01,new_bank,計画,false
pref,県,Prefecture,prefecture,06,松波2-8-1,総合的な支援,,machinery;metals,許可,confirms,,,,計画,false
new_bank,新銀行,New Bank,bank,06,,,,finance,契約,inquiry_only,2027-01-01,,,報道,false
""",
    "facilities.csv": """\
code,organization_code,name_ja,name_en,prefecture_jis,address,zone,section_ja,section_en,telephone,notice_days,months_ahead,longest_use_minutes,prior_consultation,one_person_one_instrument,terms_ja,terms_en,answer_deadline_days,cancellation_free_days,cancellation_fraction_percent,needs_permission,payment,use_word_ja,test_word_ja,sharing,closed_year_end,closed_on_holidays,source,verified
OKI,pref,置賜試験場,Okitama,06,米沢市,Asia/Tokyo,窓口,Desk,,1,6,,false,true,,,3,1,100,true,advance,設備使用,受託試験,confirms,true,true,計画,false
""",
    "opening_hours.csv": """\
facility_code,weekday,opens,closes
OKI,0,09:00,12:00
OKI,0,13:00,17:00
OKI,1,09:00,17:00
""",
    "closure_days.csv": """\
facility_code,day,reason_ja,reason_en
OKI,2027-06-25,点検,Check
""",
    "capabilities.csv": """\
code,name_ja,name_en,everyday_words
sem,SEM観察,SEM,電子顕微鏡 拡大
edx,元素分析,EDX,成分
""",
    "troubles.csv": """\
code,name_ja,name_en,reading,everyday_words,capabilities
matter,異物,Foreign matter,いぶつ,ゴミ 黒い粒,edx;sem
""",
    "instruments.csv": """\
code,facility_code,name_ja,name_en,reading,category,maker_model,capabilities,operated_by,guidance,attended,start_minutes,end_minutes,typical_minutes,min_minutes,max_minutes,grid_minutes,fixed_starts,units,batch_capacity,changeover_family,changeover_minutes,conditions_ja,conditions_en,notes_ja,notes_en,state,lendable,source,verified
SEM,OKI,走査電子顕微鏡,SEM,そうさでんしけんびきょう,observation,,sem;edx,company,first,on_call,30,30,90,60,240,30,,2,1,vacuum,15,"乾いた試料、
図面",Dry samples,,,available,false,代表例,false
""",
    "tariffs.csv": """\
instrument_code,facility_code,service,form,first_yen,further_yen,setup_yen,extension_yen,times_samples,after_hours_percent,urgent_percent,lower_after_hours,lower_yen,outside_percent,surcharge_exempt,rounding_yen,valid_from,valid_to,legal_basis,source,verified
SEM,,equipment_use,hour_begun,1000,,500,,false,20,0,24,600,50,false,10,2024-04-01,2027-04-01,例示,代表例,false
SEM,,equipment_use,hour_begun,1100,,500,,false,20,0,,,50,false,10,2027-04-01,,例示,代表例,false
,OKI,guidance,hour_begun,3200,,0,,false,0,0,,,50,false,10,2024-04-01,,例示,代表例,false
""",
    "agreements.csv": """\
code,name_ja,name_en,active,scope,rate_rule,valid_from,valid_to,members,source,verified
IMY,三県,Three,true,all,inside_rate,2005-04-01,,06;03;04,推定,false
""",
}

ROWS = 16  # in all the files above

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """A folder of good files in which `changes` replace texts and `only` names what is there."""

    def write(
        changes: dict[str, tuple[str, str]] | None = None, only: tuple[str, ...] = tuple(FILES)
    ) -> Path:
        for name in only:
            text = FILES[name]
            if changes and name in changes:
                old, new = changes[name]
                assert old in text
                text = text.replace(old, new)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def problems_of(session: Session, folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(CatalogueFileWrong) as caught:
        load_catalogue(session, folder)
    assert session.scalar(select(func.count()).select_from(Organization)) == 0
    return caught.value.problems


def report_on(report: LoadReport, name: str) -> FileReport:
    return next(it for it in report.files if it.file == name)


def test_everything_arrives(session: Session, folder: Write) -> None:
    report = load_catalogue(session, folder())
    session.expire_all()

    sem = session.scalars(select(Instrument)).one()
    assert (sem.facility.code, sem.facility.organization.code) == ("OKI", "pref")
    assert [it.code for it in sem.capabilities] == ["edx", "sem"]
    assert [it.label for it in sem.units] == ["1", "2"]
    assert sem.conditions_ja == "乾いた試料、\n図面"
    assert [it.first_yen for it in sem.tariffs] == [1000, 1100]
    assert [it.first_yen for it in sem.facility.tariffs] == [3200]
    assert len(sem.facility.hours) == 3
    agreement = session.scalars(select(Agreement)).one()
    assert [it.prefecture_jis for it in agreement.members] == ["03", "04", "06"]
    old = session.scalars(select(Organization).filter_by(code="old_bank")).one()
    assert old.successor is not None
    assert old.successor.code == "new_bank"
    assert report.changes == sum(it.added for it in report.files) == ROWS
    assert report.absent == ()


def test_the_same_files_twice_change_nothing(session: Session, folder: Write) -> None:
    load_catalogue(session, folder())
    session.commit()

    again = load_catalogue(session, folder())

    assert again.changes == 0
    assert not session.dirty
    assert sum(it.unchanged for it in again.files) == ROWS
    assert [it.kept for it in again.files] == [()] * 9


def test_a_changed_cell_changes_its_row_alone(session: Session, folder: Write) -> None:
    load_catalogue(session, folder())
    session.commit()

    report = load_catalogue(session, folder({"instruments.csv": ("90,60,240", "120,60,240")}))

    assert report.changes == 1
    assert report_on(report, "instruments.csv").changed == 1
    assert session.scalars(select(Instrument)).one().typical_minutes == 120


def test_lists_in_a_cell_are_replaced(session: Session, folder: Write) -> None:
    load_catalogue(session, folder())
    changes = {
        "instruments.csv": ("sem;edx", "edx"),
        "troubles.csv": ("edx;sem", "sem"),
        "agreements.csv": ("06;03;04", "06;03;07"),
    }

    report = load_catalogue(session, folder(changes))
    session.expire_all()

    sem = session.scalars(select(Instrument)).one()
    assert [it.code for it in sem.capabilities] == ["edx"]
    agreement = session.scalars(select(Agreement)).one()
    assert [it.prefecture_jis for it in agreement.members] == ["03", "06", "07"]
    assert report.changes == 3


def test_a_row_no_longer_in_the_file_is_kept_and_named(session: Session, folder: Write) -> None:
    load_catalogue(session, folder())
    changes = {
        "closure_days.csv": ("OKI,2027-06-25,点検,Check\n", ""),
        "instruments.csv": ("30,,2,1,vacuum", "30,,1,1,vacuum"),
        "opening_hours.csv": ("OKI,1,09:00,17:00\n", ""),
        "tariffs.csv": (
            "SEM,,equipment_use,hour_begun,1100,,500,,false,20,0,,,50,false,10,2027-04-01,,例示,代表例,false\n",
            "",
        ),
    }

    report = load_catalogue(session, folder(changes))

    assert report.changes == 0
    assert report_on(report, "closure_days.csv").kept == ("OKI 2027-06-25",)
    assert report_on(report, "instruments.csv").kept == ("SEM unit 2",)
    assert report_on(report, "opening_hours.csv").kept == ("OKI 1 09:00:00",)
    kept = report_on(report, "tariffs.csv").kept
    assert kept == ("SEM equipment_use hour_begun 2027-04-01",)
    counted = [session.scalar(select(func.count()).select_from(it)) for it in (Unit, Tariff)]
    assert counted == [2, 3]


def test_an_opening_time_that_moves_does_not_leave_the_old_one_beside_it(
    session: Session, folder: Write
) -> None:
    load_catalogue(session, folder())
    session.commit()

    report = load_catalogue(session, folder({"opening_hours.csv": ("1,09:00", "1,08:30")}))
    session.commit()

    tuesday = session.scalars(select(OpeningHours).filter_by(weekday=1)).all()
    assert [it.opens.isoformat() for it in tuesday] == ["08:30:00"]
    assert report_on(report, "opening_hours.csv").changed == 1
    assert report_on(report, "opening_hours.csv").kept == ()


def test_files_that_are_not_there_leave_their_rows_alone(session: Session, folder: Write) -> None:
    load_catalogue(session, folder())
    for name in FILES:
        (folder(only=()) / name).unlink()

    report = load_catalogue(session, folder(only=("capabilities.csv",)))

    assert [it.file for it in report.files] == ["capabilities.csv"]
    assert "instruments.csv" in report.absent
    assert session.scalar(select(func.count()).select_from(Instrument)) == 1


def test_a_reference_to_what_is_registered_already_is_good(session: Session, folder: Write) -> None:
    load_catalogue(session, folder())
    for name in FILES:
        (folder(only=()) / name).unlink()

    report = load_catalogue(session, folder(only=("tariffs.csv", "instruments.csv")))

    assert report.changes == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_byte_order_mark_and_line_ends_do_not_matter(
    session: Session, folder: Write, encoding: str, line_end: str
) -> None:
    place = folder()
    for name, text in FILES.items():
        (place / name).write_bytes(text.replace("\n", line_end).encode(encoding))

    report = load_catalogue(session, place)

    assert report.changes == ROWS
    assert session.scalars(select(Facility)).one().name_ja == "置賜試験場"


def test_blank_lines_and_outer_spaces_are_nothing(session: Session, folder: Write) -> None:
    place = folder({"capabilities.csv": ("edx,元素分析", "\n,,,\n edx , 元素分析 ")})

    assert load_catalogue(session, place).changes == ROWS


WRONG_CELLS = [
    ("instruments.csv", "90,60,240", "９０,60,240", 2, "typical_minutes", Fault.NOT_A_NUMBER),
    ("instruments.csv", "90,60,240", "1.5,60,240", 2, "typical_minutes", Fault.NOT_A_NUMBER),
    ("instruments.csv", "90,60,240", ",60,240", 2, "typical_minutes", Fault.EMPTY_CELL),
    ("instruments.csv", "90,60,240", "90,0,240", 2, "min_minutes", Fault.TOO_SMALL),
    ("instruments.csv", "90,60,240", "90,100,240", 2, "typical_minutes", Fault.NOT_IN_ORDER),
    ("instruments.csv", "90,60,240", "90,60,80", 2, "max_minutes", Fault.NOT_IN_ORDER),
    ("instruments.csv", "240,30,", "240,7,", 2, "grid_minutes", Fault.DOES_NOT_DIVIDE_DAY),
    ("instruments.csv", "30,,2,1", '30,"09:00,25:00",2,1', 2, "fixed_starts", Fault.NOT_A_TIME),
    ("instruments.csv", "30,,2,1", "30,,200,1", 2, "units", Fault.TOO_LARGE),
    ("instruments.csv", "on_call", "sometimes", 2, "attended", Fault.NOT_IN_LIST),
    ("instruments.csv", "sem;edx", "sem;ebsd", 2, "capabilities", Fault.UNKNOWN_REFERENCE),
    ("instruments.csv", "SEM,OKI", "SEM,NOWHERE", 2, "facility_code", Fault.UNKNOWN_REFERENCE),
    ("instruments.csv", "SEM,OKI", "S E M,OKI", 2, "code", Fault.WRONG_CODE),
    ("instruments.csv", "available,false", "available,no", 2, "lendable", Fault.NOT_YES_OR_NO),
    ("facilities.csv", "Asia/Tokyo", "Asia/Yonezawa", 2, "zone", Fault.WRONG_ZONE),
    ("facilities.csv", "Okitama,06", "Okitama,48", 2, "prefecture_jis", Fault.WRONG_PREFECTURE),
    ("facilities.csv", "Okitama,06", "Okitama,6", 2, "prefecture_jis", Fault.WRONG_PREFECTURE),
    ("facilities.csv", "OKI,pref", "OKI,prefecture", 2, "organization_code", "unknown_reference"),
    ("opening_hours.csv", "13:00,17:00", "13:00,12:00", 3, "closes", Fault.NOT_LATER),
    ("opening_hours.csv", "0,13:00", "0,1pm", 3, "opens", Fault.NOT_A_TIME),
    ("opening_hours.csv", "1,09:00", "7,09:00", 4, "weekday", Fault.TOO_LARGE),
    ("opening_hours.csv", "0,13:00,17:00", "0,09:00,17:00", 3, "facility_code", Fault.TWICE),
    ("closure_days.csv", "2027-06-25", "2027-06-31", 2, "day", Fault.NOT_A_DATE),
    ("closure_days.csv", "2027-06-25", "20270625", 2, "day", Fault.NOT_A_DATE),
    ("capabilities.csv", "edx,元素", "sem,元素", 3, "code", Fault.TWICE),
    (
        "organizations.csv",
        ",new_bank,計画",
        ",no_bank,計画",
        2,
        "successor_code",
        "unknown_reference",
    ),
    ("organizations.csv", "pref,県", "pref,", 3, "name_ja", Fault.EMPTY_CELL),
    ("organizations.csv", "machinery;metals", "machinery;music", 3, "fields", Fault.NOT_IN_LIST),
    ("tariffs.csv", "SEM,,equip", "SEM,OKI,equip", 2, "instrument_code", Fault.ONE_OF_TWO),
    ("tariffs.csv", ",OKI,guidance", ",,guidance", 4, "instrument_code", Fault.ONE_OF_TWO),
    ("tariffs.csv", "24,600", "24,", 2, "lower_yen", Fault.BOTH_OR_NEITHER),
    ("tariffs.csv", "2024-04-01,2027-04-01", "2024-04-01,", 3, "valid_from", Fault.OVERLAPS),
    ("tariffs.csv", "2024-04-01,2027-04-01", "2024-04-01,2024-04-01", 2, "valid_to", "not_later"),
    ("agreements.csv", "06;03;04", "06;99", 2, "members", Fault.WRONG_PREFECTURE),
]


def test_a_wrong_cell_is_named_with_its_remedy(session: Session, folder: Write) -> None:
    for file, old, new, line, column, fault in WRONG_CELLS:
        found = problems_of(session, folder({file: (old, new)}))

        places = [(it.file, it.line, it.column, it.fault) for it in found]
        assert (file, line, column, fault) in places, new
        assert all(it.remedy and "{" not in it.remedy for it in found)
        assert all(it.remedy_en and "{" not in it.remedy_en for it in found)


def test_all_problems_of_all_files_are_told_at_once(session: Session, folder: Write) -> None:
    changes = {
        "facilities.csv": ("Asia/Tokyo", "Nowhere"),
        "instruments.csv": ("90,60,240", "x,y,z"),
        "agreements.csv": ("true,all", "perhaps,some"),
    }

    found = problems_of(session, folder(changes))

    assert [(it.file, it.column) for it in found] == [
        ("facilities.csv", "zone"),
        ("instruments.csv", "typical_minutes"),
        ("instruments.csv", "min_minutes"),
        ("instruments.csv", "max_minutes"),
        ("agreements.csv", "active"),
        ("agreements.csv", "scope"),
    ]


def test_a_problem_says_where_what_and_what_to_do(session: Session, folder: Write) -> None:
    (problem,) = problems_of(session, folder({"tariffs.csv": ("1100,,500", "千円,,500")}))

    assert str(problem) == (
        "tariffs.csv:3 first_yen 「千円」: 半角の整数で書いてください（桁区切りや単位は付けない）。"
    )
    assert problem.remedy_en.startswith("Write a whole number")


def test_a_line_after_a_cell_of_two_lines_keeps_its_number(session: Session, folder: Write) -> None:
    second = FILES["instruments.csv"].splitlines()[1:]
    more = "\n".join(second).replace("SEM,OKI", "SEM2,OKI").replace("90,60,240", "x,60,240")
    place = folder()
    (place / "instruments.csv").write_text(FILES["instruments.csv"] + more, encoding="utf-8")

    (problem,) = problems_of(session, place)

    assert (problem.line, problem.value) == (4, "x")


UNREADABLE = [
    (b"", 0, Fault.EMPTY_FILE),
    (b"\r\n\r\n", 0, Fault.EMPTY_FILE),
    ("code,name_ja\nsem,異物\n".encode("cp932"), 2, Fault.WRONG_ENCODING),
    ('code,name_ja,name_en,everyday_words\nsem,"異物\n'.encode(), 2, Fault.BROKEN_CSV),
    ("code,name_ja,name_en,everyday_words\nsem,異\0物,,\n".encode(), 2, Fault.BROKEN_CSV),
    ("code,name_ja,name_en,everyday_words\nsem,異物\n".encode(), 2, Fault.WRONG_CELL_COUNT),
    ("code,name_ja,name_en\nsem,異物,\n".encode(), 1, Fault.MISSING_COLUMN),
    (b"code,name_ja,name_en,everyday_words,x\n", 1, Fault.UNKNOWN_COLUMN),
    (b"code,name_ja,name_en,everyday_words,code\n", 1, Fault.TWICE),
]


def test_a_file_that_cannot_be_read_is_one_problem(session: Session, folder: Write) -> None:
    for content, line, fault in UNREADABLE:
        place = folder()
        (place / "capabilities.csv").write_bytes(content)

        found = problems_of(session, place)

        own = [it for it in found if it.file == "capabilities.csv"]
        assert [(it.line, it.fault) for it in own] == [(line, fault)], content


def test_an_unreadable_file_is_not_blamed_on_the_rows_that_need_it(
    session: Session, folder: Write
) -> None:
    place = folder()
    (place / "capabilities.csv").write_bytes(b"\xff\xfe")

    assert [it.file for it in problems_of(session, place)] == ["capabilities.csv"]


def test_a_misspelt_file_name_is_not_passed_over(session: Session, folder: Write) -> None:
    place = folder()
    (place / "instrument.csv").write_text("x")
    (place / "demo_people.csv").write_text("read elsewhere")

    (problem,) = problems_of(session, place)

    assert (problem.file, problem.fault) == ("instrument.csv", Fault.UNKNOWN_FILE)
    assert "instruments.csv" in problem.remedy


def test_a_folder_without_files_is_a_problem(session: Session, tmp_path: Path) -> None:
    (problem,) = problems_of(session, tmp_path)

    assert problem.fault is Fault.FOLDER_EMPTY


def test_a_new_version_may_not_overlap_one_that_is_kept(session: Session, folder: Write) -> None:
    load_catalogue(session, folder())
    place = folder({"tariffs.csv": ("10,2027-04-01,,", "10,2027-05-01,,")})

    with pytest.raises(CatalogueFileWrong, match="登録済みの版（2027-04-01から）") as caught:
        load_catalogue(session, place)

    assert [it.fault for it in caught.value.problems] == [Fault.OVERLAPS_KEPT]


def test_a_wrong_file_leaves_what_was_registered_as_it_is(session: Session, folder: Write) -> None:
    load_catalogue(session, folder())
    session.commit()
    changes = {
        "organizations.csv": ("松波2-8-1", "どこか"),
        "agreements.csv": ("true,all", "true,some"),
    }

    with pytest.raises(CatalogueFileWrong):
        load_catalogue(session, folder(changes))

    assert not session.dirty
    assert not session.new
    pref = session.scalars(select(Organization).filter_by(code="pref")).one()
    assert pref.address == "松波2-8-1"
