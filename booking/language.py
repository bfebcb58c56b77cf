"""Messages in the reader's language, with types: what code and pages say is looked up here."""

from __future__ import annotations

import flask_babel
from flask_babel import LazyString


def _(message: str, **facts: object) -> str:
    """The message in the page's language, with the facts put in."""
    return str(flask_babel.gettext(message, **facts))


def _l(message: str, **facts: object) -> LazyString:
    """The same, looked up when it is shown; for tables that are made once."""
    return flask_babel.lazy_gettext(message, **facts)


def ngettext(one: str, many: str, number: int, **facts: object) -> str:
    """The message for that number of things; the number is `%(num)s`."""
    return str(flask_babel.ngettext(one, many, number, **facts))
