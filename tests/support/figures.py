"""Figures that a run tells at its end: keys pressed, fields filled, seconds a person needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_FIGURE = "figure"
TellFigure = Callable[[str], None]


@pytest.fixture
def tell_figure(request: pytest.FixtureRequest) -> TellFigure:
    """Hands a line to the end of the run, whichever worker the test ran on."""

    def tell(line: str) -> None:
        request.node.user_properties.append((_FIGURE, line))

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = [
        f"{report.nodeid.rpartition('::')[2]}: {value}"
        for report in terminalreporter.stats.get("passed", ())
        for name, value in getattr(report, "user_properties", ())
        if name == _FIGURE and report.when == "call"
    ]
    if lines:
        terminalreporter.section("figures")
        for line in sorted(lines):
            terminalreporter.line(line)
