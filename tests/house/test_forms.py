"""Every form says where it is sent.

Left out, a browser sends it to the page's own address with whatever stands behind its "#": after
the link "skip to the content" the same search, sent again, then led nowhere and showed an old page.
"""

import re

from tests.house.tree import lines

_WITHOUT_ACTION = re.compile(r"<form\b(?![^>]*\baction=)")


def test_every_form_names_its_action() -> None:
    assert [where for where, line in lines("templates") if _WITHOUT_ACTION.search(line)] == []


def test_the_wall_sees() -> None:
    assert _WITHOUT_ACTION.search('<form method="get" class="panel">')
    assert not _WITHOUT_ACTION.search('<form method="get" action="{{ request.path }}">')
