"""Every test that touches a database runs on SQLite and on PostgreSQL, or says why not.

`@pytest.mark.only_on("postgresql", reason="…")` is the exception; the run lists them at its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

KINDS = ("sqlite", "postgresql")
_EXCEPTION = "runs only on"
_one_sided = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", 'only_on(kind, reason="…"): runs on one kind of database, and why not on both'
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_url" not in metafunc.fixturenames or _chooses_itself(metafunc):
        return
    marker = metafunc.definition.get_closest_marker("only_on")
    kinds = KINDS if marker is None else (kind_of(marker),)
    metafunc.parametrize("database_url", kinds, indirect=True)


@pytest.hookimpl(tryfirst=True)  # before -k and -m leave tests out
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if any("[" in argument for argument in config.args):
        return  # somebody asks for one id by name
    for item, missing in one_sided(items):
        item.stash[_one_sided] = missing


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.stash.get(_one_sided, None):
        pytest.fail(
            f"this test has no {item.stash[_one_sided]} side: take database_url as it is, "
            "or say only_on(kind, reason=…)",
            pytrace=False,
        )
    marker = item.get_closest_marker("only_on")
    if marker is not None:
        item.user_properties.append((_EXCEPTION, f"{kind_of(marker)}: {marker.kwargs['reason']}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    exceptions = sorted(
        {
            f"{report.nodeid} {_EXCEPTION} {value}"
            for reports in terminalreporter.stats.values()
            for report in reports
            for name, value in getattr(report, "user_properties", ())
            if name == _EXCEPTION
        }
    )
    if exceptions:
        terminalreporter.section("tests that run on one database only")
        for line in exceptions:
            terminalreporter.line(line)


def one_sided(items: Iterable[pytest.Item]) -> Iterator[tuple[pytest.Item, str]]:
    """Tests without the marker that lack their twin on the other database, with what is missing."""
    sides: dict[tuple[str, str], dict[str, pytest.Item]] = {}
    for item in items:
        kind = _kind(item)
        if kind is not None and item.get_closest_marker("only_on") is None:
            sides.setdefault(_twin_key(item, kind), {})[kind] = item
    for there in sides.values():
        missing = [kind for kind in KINDS if kind not in there]
        for item in there.values() if missing else ():
            yield item, " and ".join(missing)


def kind_of(marker: pytest.Mark) -> str:
    """The one kind that an only_on marker names. A marker without a reason is refused."""
    if len(marker.args) != 1 or marker.args[0] not in KINDS or not marker.kwargs.get("reason"):
        raise pytest.UsageError(f'write only_on("sqlite" or "postgresql", reason="…"): {marker}')
    kind: str = marker.args[0]
    return kind


def _chooses_itself(metafunc: pytest.Metafunc) -> bool:
    return any(
        "database_url" in str(marker.args[0])
        for marker in metafunc.definition.iter_markers("parametrize")
    )


def _kind(item: pytest.Item) -> str | None:
    spec = getattr(item, "callspec", None)
    return None if spec is None else spec.params.get("database_url")


def _twin_key(item: pytest.Item, kind: str) -> tuple[str, str]:
    """What a test and its twin have in common: the id without the kind of database."""
    identifiers = item.nodeid.removesuffix("]").partition("[")[2].split("-")
    return item.nodeid.partition("[")[0], "-".join(i for i in identifiers if i != kind)
