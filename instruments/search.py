"""One spelling for everything that is searched: width, case, kana and name variants folded.

Both the stored key and the typed text go through `search_key`, so that they meet.
"""

import re
import unicodedata
from collections.abc import Iterable

# Forms that name registers write and people do not type (﨑 is not folded by NFKC).
_COMMON_FORM = str.maketrans(
    "﨑碕嵜髙𠮷齋斉齊濱濵邊邉澤廣眞德惠櫻國嶋嶌瀨淸淵渕栁𣘺",
    "崎崎崎高吉斎斎斎浜浜辺辺沢広真徳恵桜国島島瀬清渕渕柳橋",
)
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_HYPHENS = re.compile("[‐‑‒–—―−]")
# プリンター and プリンタ are one word: a long mark that ends a katakana word says nothing.
_CLOSING_LONG_MARK = re.compile("(?<=[ァ-ヶ]{2})ー(?![ァ-ヶー])")


def search_key(text: str) -> str:
    """The text as it is compared: NFKC, lower case, hiragana, common kanji, single spaces."""
    folded = unicodedata.normalize("NFKC", text).lower()
    folded = _HYPHENS.sub("-", folded)
    folded = _CLOSING_LONG_MARK.sub("", folded)
    return " ".join(folded.translate(_TO_HIRAGANA).translate(_COMMON_FORM).split())


def search_words(text: str) -> tuple[str, ...]:
    """The words of a typed search, each of which must be found; no word twice."""
    return tuple(dict.fromkeys(search_key(text).split()))


def key_of(*sections: Iterable[str | None]) -> str:
    """A stored key: one line a section, the strongest first.

    A word with a hyphen stands there without it too: FT-IR is also typed FTIR. A default not yet
    set (None) counts as empty.
    """
    return "\n".join(_section(" ".join(text or "" for text in section)) for section in sections)


def _section(text: str) -> str:
    key = search_key(text)
    joined = [word.replace("-", "") for word in key.split() if "-" in word]
    return " ".join([key, *joined])


def section_of_hit(key: str, word: str) -> int | None:
    """The number of the first section that contains the word; None when none does.

    A Western word must begin where a word begins: "sem" is not in "assembly".
    """
    sections = key.split("\n")
    if not word.isascii():
        return next((n for n, section in enumerate(sections) if word in section), None)
    begins = re.compile(r"(?<![a-z0-9])" + re.escape(word))
    return next((n for n, section in enumerate(sections) if begins.search(section)), None)
