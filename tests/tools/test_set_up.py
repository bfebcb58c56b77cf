"""Set-up: what is done already is not done again, and what is missing is said in one sentence."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tools import machine
from tools.set_up.pip_settings import translated
from tools.set_up.shell import SetUpFailed, quietly
from tools.set_up.stamps import Stamps, fingerprint


def test_a_stamp_holds_until_a_file_says_something_else(tmp_path: Path) -> None:
    lock, stamps = tmp_path / "lock", Stamps(tmp_path / "stamps")
    lock.write_text("one")
    stamps.remember("packages", fingerprint([lock]))

    lock.touch()
    assert stamps.says("packages", fingerprint([lock]))

    lock.write_text("two")
    assert not stamps.says("packages", fingerprint([lock]))


def test_uv_looks_where_pip_looks() -> None:
    listing = """\
:env:.find-links='/srv/wheels'
global.cert='/etc/ssl/house.pem'
global.extra-index-url='\\nhttps://one.example/simple\\nhttps://two.example/simple'
global.index-url='https://old.example/simple'
global.timeout='60'
install.index-url='https://mirror.example/simple'
"""

    assert translated(listing) == {
        "SSL_CERT_FILE": "/etc/ssl/house.pem",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_FIND_LINKS": "/srv/wheels",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_a_program_that_fails_shows_its_last_words_and_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(SetUpFailed, match=r"^    no room left\ndo this$"):
        quietly("sh", "-c", "echo no room left; exit 3", cwd=tmp_path, otherwise="do this")


def test_a_program_that_is_not_there_fails_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(SetUpFailed, match="no-such-program: not found\ndo this"):
        quietly("no-such-program", cwd=tmp_path, otherwise="do this")


def test_without_python_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    for program in ("sh", "dirname"):
        (tmp_path / program).symlink_to(shutil.which(program) or "")
    (tmp_path / "clone/tools").mkdir(parents=True)
    script = shutil.copy(ROOT / "tools/set_up.sh", tmp_path / "clone/tools")

    done = subprocess.run(
        [script, "run"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith("Kyoyo needs Python 3.11 or newer: install it")
    assert len(done.stderr.splitlines()) == 1


def test_programs_named_by_the_environment_are_taken_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KYOYO_PG_BIN", str(tmp_path))
    monkeypatch.setenv("KYOYO_CHROMIUM", str(tmp_path / "chromium"))
    assert machine.postgresql_programs() is None
    assert machine.chromium() is None

    for program in ("initdb", "chromium"):
        (tmp_path / program).touch(mode=0o755)
    assert machine.postgresql_programs() == tmp_path
    assert machine.chromium() == tmp_path / "chromium"
