"""What people must read: whoever won, and whoever was too late, in the messages of the code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tools.race.stage import Kind
from tools.race.visitors import Answer


@dataclass(frozen=True, slots=True)
class Said:
    """A page with this status whose text has this in it."""

    status: int
    pattern: str

    def by(self, answer: Answer) -> bool:
        """Whether the answer is that page."""
        return answer.status == self.status and re.search(self.pattern, answer.text) is not None


# Who reads one of these has been told that the wish came true.
WON = {
    "hold": Said(200, "Kept for you until"),
    "confirm": Said(200, r"The reservation is confirmed\."),
    "refuse": Said(200, r"Refused\. The company reads your reason"),
    "move": Said(200, r"The visit was moved\."),
    "close": Said(200, r"Closed\. Nobody can book this time\."),
}
JUST_TAKEN = Said(409, r"The time from .+ to .+ has just been taken\.")
CLOSED_THEN = Said(
    200, "No date fits this wish.+The instrument is closed in the times you can come"
)
NOTHING_LEFT = {
    Kind.UNIT: Said(200, "No date fits this wish.+everything is already taken"),
    Kind.EXCLUSIVE: Said(200, "No date fits this wish.+No technician .+ is free in the times"),
    Kind.ON_CALL: Said(200, "No date fits this wish.+No technician .+ is free in the times"),
}
NO_ROOM_THERE = {
    Kind.UNIT: Said(409, "the instrument is already taken"),
    Kind.EXCLUSIVE: Said(409, "the technician is with another visitor then"),
    Kind.ON_CALL: Said(409, "the technician is on call for too many visitors"),
}
# Whoever closes a unit sees what is in the way, on the form as it was filled in.
IN_THE_WAY = Said(409, r"Not closed: this is already promised or held in that time\. .+\d:\d\d–\d")


def decided(state: str) -> Said:
    """A colleague answered the proposal before, in that way."""
    return Said(409, rf"(?i)desk-\d+ was faster: it was answered at .+ \([a-z ]*{state}\)\.")


def claims_to_have_won(answer: Answer) -> bool:
    """Whether the page says of any wish that it came true."""
    return any(said.by(answer) for said in WON.values())
