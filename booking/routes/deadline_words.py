"""A deadline as people say it: the end of a day is named by that day, not by the midnight after."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from booking.language import _
from booking.routes.words import ZONE, local, local_day, local_moment


def local_deadline(moment: datetime, zone: str = ZONE) -> str:
    """11月27日中 for the midnight after that day; any other moment with its time."""
    there = local(moment, zone)
    if there.time() != time.min:
        return local_moment(moment, zone)
    return _("the end of %(day)s", day=local_day(there.date() - timedelta(days=1)))
