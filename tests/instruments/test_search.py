"""Two spellings of one word meet in one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.search import key_of, search_key, search_words, section_of_hit


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ＳＥＭ", "sem"),
        ("ﾃﾞｼﾞﾀﾙﾏｲｸﾛｽｺｰﾌﾟ", "デジタルマイクロスコープ"),
        ("さびけんさ", "サビケンサ"),
        ("3Dプリンタ", "３Ｄプリンター"),
        ("山﨑", "山崎"),
        ("髙橋", "高橋"),
        ("𠮷田", "吉田"),
        ("齋藤", "斎藤"),
        ("齊藤", "斉藤"),
        ("斉藤", "斎藤"),
        ("㈱ながい", "(株)ながい"),
        ("X線　CT", "Ｘ線 ct"),
        ("ガス−クロマト", "ガス-クロマト"),
    ],
)
def test_spellings_of_one_word_have_one_key(typed: str, written: str) -> None:
    assert search_key(typed) == search_key(written)


def test_a_long_mark_inside_a_word_is_kept() -> None:
    assert search_key("データ") == "でーた"
    assert search_key("キー") == "きー"


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    once = search_key(text)

    assert search_key(once) == once


def test_words_are_split_at_any_space_and_named_once() -> None:
    assert search_words("　めっき  厚さ めっき ") == ("めっき", "厚さ")
    assert search_words("   ") == ()


def test_a_hyphenated_name_is_found_without_its_hyphen() -> None:
    key = key_of(["FT-IR with ATR"])

    assert section_of_hit(key, "ftir") == 0
    assert section_of_hit(key, "ft-ir") == 0


def test_a_western_word_begins_where_a_word_begins() -> None:
    key = key_of(["cell assembly"], ["field-emission SEM"])

    assert section_of_hit(key, "sem") == 1
    assert section_of_hit(key, "embly") is None


def test_the_first_section_that_has_the_word_counts() -> None:
    key = key_of(["電子顕微鏡"], ["電子部品に"])

    assert section_of_hit(key, "電子") == 0
    assert section_of_hit(key, "部品") == 1
    assert section_of_hit(key, "光学") is None
