"""The database is asked, in SQL and without the product's help, whether a promise is broken."""

from __future__ import annotations

import re
from collections import Counter

from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

from booking.models import HistoryEntry

# What anybody may rely on: an offer while it is held, a proposal that waits, a visit that stands.
_PROMISED = """
WITH promised AS (
  SELECT o.request_id, p.id AS run, p.unit_id, p.starts_at, p.ends_at, 'hold' AS kind
    FROM offer o JOIN placement p ON p.offer_id = o.id WHERE o.status = 'held'
  UNION ALL
  SELECT o.request_id, p.id, p.unit_id, p.starts_at, p.ends_at, 'hold'
    FROM proposal o JOIN placement p ON p.proposal_id = o.id WHERE o.status = 'waiting'
  UNION ALL
  SELECT request_id, id, unit_id, starts_at, ends_at, 'reservation'
    FROM reservation WHERE status = 'standing'
), attended AS (
  SELECT pr.request_id, a.technician_id, a.mode, a.starts_at, a.ends_at
    FROM promised pr JOIN attendance a ON a.placement_id = pr.run WHERE pr.kind = 'hold'
  UNION ALL
  SELECT pr.request_id, a.technician_id, a.mode, a.starts_at, a.ends_at
    FROM promised pr JOIN assignment a ON a.reservation_id = pr.run WHERE pr.kind = 'reservation'
)
"""

# Each counts something that must not be there: the same thing promised to two.
DOUBLES = {
    "claims on one subject overlap": """
      SELECT count(*) FROM claim a JOIN claim b ON a.subject_id = b.subject_id AND a.id < b.id
       AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at""",
    "two requests are promised one unit": """
      SELECT count(*) FROM promised a JOIN promised b
        ON a.unit_id = b.unit_id AND a.request_id < b.request_id
       AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at""",
    "two visits stand on one unit": """
      SELECT count(*) FROM reservation a JOIN reservation b ON a.unit_id = b.unit_id AND a.id < b.id
       AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
       WHERE a.status = 'standing' AND b.status = 'standing'""",
    "a technician is promised to two at once": """
      SELECT count(*) FROM attended a JOIN attended b
        ON a.technician_id = b.technician_id AND a.request_id < b.request_id
       AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
       WHERE a.mode = 'exclusive' AND b.mode = 'exclusive'""",
    "a technician is on call for too many": """
      SELECT count(*) FROM attended a WHERE a.mode = 'on_call' AND :limit <
       (SELECT count(DISTINCT b.request_id) FROM attended b
         WHERE b.mode = 'on_call' AND b.technician_id = a.technician_id
           AND b.starts_at <= a.starts_at AND b.ends_at > a.starts_at)""",
    "a unit is closed over a promise": """
      SELECT count(*) FROM closure a JOIN promised b
        ON a.unit_id = b.unit_id AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at""",
}  # fmt: skip

# Each counts rows of which one says something that another does not.
DISAGREEMENTS = {
    "a request's state and what was made of it": """
      SELECT count(*) FROM request r WHERE
        (r.status = 'confirmed') <> (1 = (SELECT count(*) FROM reservation v
          WHERE v.request_id = r.id AND v.status = 'standing'))
        OR (r.status = 'proposed') <> (1 = (SELECT count(*) FROM proposal p
          WHERE p.request_id = r.id AND p.status = 'waiting'))
        OR r.status <> 'open' AND EXISTS (SELECT 1 FROM offer o
          WHERE o.request_id = r.id AND o.status = 'held')""",
    "a visit and its proposal": """
      SELECT count(*) FROM reservation v JOIN proposal p ON p.id = v.proposal_id
       WHERE p.status <> 'confirmed' OR p.request_id <> v.request_id""",
    "a promise and the claim on its unit": """
      SELECT count(*) FROM promised pr WHERE NOT EXISTS (
        SELECT 1 FROM claim c JOIN claim_subject s ON s.id = c.subject_id
         WHERE s.unit_id = pr.unit_id AND c.request_id = pr.request_id AND c.kind = pr.kind
           AND c.starts_at <= SECONDS(pr.starts_at) AND c.ends_at >= SECONDS(pr.ends_at))""",
    "a promise and the claim on its technician": """
      SELECT count(*) FROM attended a WHERE NOT EXISTS (
        SELECT 1 FROM claim c JOIN claim_subject s ON s.id = c.subject_id
         WHERE s.technician_id = a.technician_id AND s.kind = a.mode
           AND c.request_id = a.request_id
           AND c.starts_at <= SECONDS(a.starts_at) AND c.ends_at >= SECONDS(a.ends_at))""",
    "a claim and the promise it is for": """
      SELECT count(*) FROM claim c WHERE c.closure_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM promised pr WHERE pr.request_id = c.request_id AND pr.kind = c.kind
           AND SECONDS(pr.starts_at) < c.ends_at AND SECONDS(pr.ends_at) > c.starts_at)""",
    "a claim and the visit it names": """
      SELECT count(*) FROM claim c LEFT JOIN reservation v ON v.id = c.reservation_id
       WHERE (c.kind = 'reservation') <> (v.id IS NOT NULL)
          OR v.id IS NOT NULL AND (v.status <> 'standing' OR v.request_id <> c.request_id)""",
    "a closure and its claim": """
      SELECT count(*) FROM closure k WHERE 1 <> (
        SELECT count(*) FROM claim c JOIN claim_subject s ON s.id = c.subject_id
         WHERE c.closure_id = k.id AND s.unit_id = k.unit_id AND c.valid_until IS NULL
           AND c.starts_at = SECONDS(k.starts_at) AND c.ends_at = SECONDS(k.ends_at))""",
}  # fmt: skip

# Claims keep whole seconds since 1970, everything else a moment.
_SECONDS = {
    "sqlite": r"CAST(strftime('%s', \1) AS INTEGER)",
    "postgresql": r"CAST(EXTRACT(EPOCH FROM \1) AS BIGINT)",
}
# What each wish writes into the history when it comes true.
VERBS = {
    "hold_offers": "hold",
    "confirm_proposal": "confirm",
    "refuse_proposal": "refuse",
    "move_reservation": "move",
    "close_unit": "close",
    "propose": "plan",
}


def doubles(connection: Connection, *, on_call_limit: int) -> dict[str, int]:
    """Promises made twice, by what was promised; empty when there are none."""
    return _counted(connection, DOUBLES, on_call_limit)


def disagreements(connection: Connection) -> dict[str, int]:
    """Rows that contradict each other, by what they are; empty when there are none."""
    return _counted(connection, DISAGREEMENTS, 0)


def newest_entry(session: Session) -> int:
    """The id of the last line of history."""
    newest = select(HistoryEntry.id).order_by(HistoryEntry.id.desc()).limit(1)
    return session.scalar(newest) or 0


def told_by_history(session: Session, *, since: int) -> Counter[str]:
    """How many wishes came true after the entry `since`, by what was wanted."""
    entries = session.execute(
        select(HistoryEntry.what, HistoryEntry.after).where(HistoryEntry.id > since)
    )
    return Counter(
        VERBS[what]
        for what, after in entries
        if what in VERBS and not (what == "hold_offers" and not after["offers"])
    )


def _counted(connection: Connection, questions: dict[str, str], limit: int) -> dict[str, int]:
    seconds = _SECONDS[connection.dialect.name]
    found = {}
    for name, question in questions.items():
        asked = _PROMISED + re.sub(r"SECONDS\((.+?)\)", seconds, question)
        values = {"limit": limit} if ":limit" in question else {}
        found[name] = int(connection.execute(text(asked), values).scalar_one())
    return {name: count for name, count in found.items() if count}
