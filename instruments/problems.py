"""What can be wrong with a catalogue file, and what to do about it, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    FOLDER_EMPTY = "folder_empty"
    UNKNOWN_FILE = "unknown_file"
    WRONG_ENCODING = "wrong_encoding"
    BROKEN_CSV = "broken_csv"
    EMPTY_FILE = "empty_file"
    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    WRONG_CELL_COUNT = "wrong_cell_count"
    EMPTY_CELL = "empty_cell"
    WRONG_CODE = "wrong_code"
    NOT_A_NUMBER = "not_a_number"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_A_DATE = "not_a_date"
    NOT_A_TIME = "not_a_time"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_IN_LIST = "not_in_list"
    WRONG_ZONE = "wrong_zone"
    WRONG_PREFECTURE = "wrong_prefecture"
    DOES_NOT_DIVIDE_DAY = "does_not_divide_day"
    TWICE = "twice"
    UNKNOWN_REFERENCE = "unknown_reference"
    NOT_IN_ORDER = "not_in_order"
    NOT_LATER = "not_later"
    ONE_OF_TWO = "one_of_two"
    BOTH_OR_NEITHER = "both_or_neither"
    OVERLAPS = "overlaps"
    OVERLAPS_KEPT = "overlaps_kept"


_REMEDIES: dict[Fault, tuple[str, str]] = {
    Fault.FOLDER_EMPTY: (
        "台帳のCSVファイルがありません。{names} のいずれかを置いてください。",
        "There is no catalogue file. Put at least one of {names} here.",
    ),
    Fault.UNKNOWN_FILE: (
        "この名前のファイルは読み込めません。{names} のいずれかにしてください。",
        "No file of this name can be loaded. Use one of {names}.",
    ),
    Fault.WRONG_ENCODING: (
        "文字コードをUTF-8にして保存し直してください（Excelでは「CSV UTF-8」）。",
        'Save the file as UTF-8 (in Excel: "CSV UTF-8").',
    ),
    Fault.BROKEN_CSV: (
        'CSVとして読めません。引用符「"」の対応を確認してください。',
        "This is not readable as CSV. Check that every quotation mark is closed.",
    ),
    Fault.EMPTY_FILE: (
        "ファイルが空です。1行目に列名を書くか、ファイルを除いてください。",
        "The file is empty. Write the column names in line 1, or take the file away.",
    ),
    Fault.MISSING_COLUMN: (
        "この列がありません。1行目に列を加えてください。",
        "This column is missing. Add it to line 1.",
    ),
    Fault.UNKNOWN_COLUMN: (
        "この列は使いません。列名の綴りを確認するか、列を除いてください。",
        "This column is not known. Check its spelling or take it away.",
    ),
    Fault.WRONG_CELL_COUNT: (
        "セルの数が列名の数（{columns}）と違います。カンマと引用符を確認してください。",
        "There are not as many cells as columns ({columns}). Check commas and quotation marks.",
    ),
    Fault.EMPTY_CELL: ("値を書いてください。", "Write a value."),
    Fault.WRONG_CODE: (
        "半角の英数字・「-」・「_」で40文字以内にしてください。",
        'Use at most 40 ASCII letters, digits, "-" and "_".',
    ),
    Fault.NOT_A_NUMBER: (
        "半角の整数で書いてください（桁区切りや単位は付けない）。",
        "Write a whole number in ASCII digits, without separators or units.",
    ),
    Fault.TOO_SMALL: ("{least}以上にしてください。", "Write {least} or more."),
    Fault.TOO_LARGE: ("{most}以下にしてください。", "Write {most} or less."),
    Fault.NOT_A_DATE: (
        "暦にある日付を 2027-04-01 の形で書いてください。",
        "Write a date of the calendar like 2027-04-01.",
    ),
    Fault.NOT_A_TIME: (
        "時刻を 09:00 の形で書いてください。",
        "Write a time of day like 09:00.",
    ),
    Fault.NOT_YES_OR_NO: ("true か false と書いてください。", "Write true or false."),
    Fault.NOT_IN_LIST: (
        "次のいずれかにしてください: {choices}",
        "Use one of: {choices}",
    ),
    Fault.WRONG_ZONE: (
        "時間帯を Asia/Tokyo の形で書いてください。",
        "Write a time zone like Asia/Tokyo.",
    ),
    Fault.WRONG_PREFECTURE: (
        "都道府県コード（JIS X 0401）を 01 から 47 の2桁で書いてください。",
        "Write a prefecture code (JIS X 0401) of two digits, 01 to 47.",
    ),
    Fault.DOES_NOT_DIVIDE_DAY: (
        "1日（1440分）を割り切る分数にしてください。",
        "Use a number of minutes that divides a day (1440).",
    ),
    Fault.TWICE: (
        "{other}行目と同じです。どちらかを除くか、コードを変えてください。",
        "This repeats line {other}. Take one away or change its code.",
    ),
    Fault.UNKNOWN_REFERENCE: (
        "{file} にも登録済みの台帳にもありません。先に {file} に加えるか、綴りを直してください。",
        "Neither {file} nor the catalogue has it. Add it to {file} or correct the spelling.",
    ),
    Fault.NOT_IN_ORDER: (
        "{earlier} より小さくできません（{earlier}は{bound}）。",
        "This cannot be less than {earlier} ({bound}).",
    ),
    Fault.NOT_LATER: (
        "{earlier}（{bound}）より後にしてください。",
        "This must be later than {earlier} ({bound}).",
    ),
    Fault.ONE_OF_TWO: (
        "{this} と {other} のどちらか一方だけを書いてください。",
        "Fill exactly one of {this} and {other}.",
    ),
    Fault.BOTH_OR_NEITHER: (
        "{this} と {other} は両方書くか、両方空にしてください。",
        "Fill both {this} and {other}, or neither.",
    ),
    Fault.OVERLAPS: (
        "{other}行目と期間が重なります。前の版の valid_to を新しい版の valid_from にしてください。",
        "Its time overlaps line {other}. End the earlier version on the day the next one starts.",
    ),
    Fault.OVERLAPS_KEPT: (
        "登録済みの版（{other}から）と期間が重なります。その行に valid_to を書いて加えてください。",
        "Its time overlaps the version registered from {other}. Add that row with its valid_to.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault at one place; lines count from 1, the line of column names being 1."""

    file: str
    line: int  # 0: the file as a whole
    column: str  # empty: the line as a whole
    value: str
    fault: Fault
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def remedy(self) -> str:
        return _REMEDIES[self.fault][0].format(**self.facts)

    @property
    def remedy_en(self) -> str:
        return _REMEDIES[self.fault][1].format(**self.facts)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        column = f" {self.column}" if self.column else ""
        value = f" 「{self.value}」" if self.value else ""
        return f"{place}{column}{value}: {self.remedy}"
