"""Who may do what: one table, role × action. Whether on this very object, disclosure decides."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from booking.errors import NotAllowed
from booking.models.kinds import Role as Role  # half of the table below


class Action(StrEnum):
    """A verb someone may be allowed to do."""

    SEE_CATALOGUE = "see_catalogue"
    REQUEST = "request"  # for one's own company
    REQUEST_BY_TELEPHONE = "request_by_telephone"  # 代行入力
    APPLY = "apply"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    SEE_WORKLIST = "see_worklist"
    CONFIRM = "confirm"
    REFUSE = "refuse"
    PROPOSE = "propose"  # another time, or for all
    MOVE = "move"
    CLOSE = "close"  # planned closure
    RECORD_ABSENCE = "record_absence"
    SEE_NETWORK = "see_network"  # free/busy of the partners
    MERGE_COMPANIES = "merge_companies"
    KEEP_COMPANY = "keep_company"  # its record, and who acts for it
    APPROVE_MEMBER = "approve_member"
    OPEN_CASE = "open_case"  # see a case that is not one's own, with a reason
    READ_HISTORY = "read_history"
    SEE_PEOPLE = "see_people"
    MANAGE_STAFF = "manage_staff"  # accounts, qualifications, working time
    IMPORT = "import"
    SWITCH_AGREEMENT = "switch_agreement"


_EVERYONE = {Action.SEE_CATALOGUE}
_STAFF = _EVERYONE | {
    Action.SEE_WORKLIST,
    Action.SEE_NETWORK,
    Action.RECORD_ABSENCE,
    Action.OPEN_CASE,
}
_DESK = _STAFF | {
    Action.REQUEST_BY_TELEPHONE,
    Action.WITHDRAW,
    Action.CANCEL,
    Action.CONFIRM,
    Action.REFUSE,
    Action.PROPOSE,
    Action.MOVE,
    Action.CLOSE,
    Action.MERGE_COMPANIES,
    Action.KEEP_COMPANY,
    Action.APPROVE_MEMBER,
}

ALLOWED: dict[Role, set[Action]] = {
    Role.PUBLIC: _EVERYONE,
    Role.COMPANY: _EVERYONE
    | {Action.REQUEST, Action.APPLY, Action.WITHDRAW, Action.CANCEL, Action.APPROVE_MEMBER},
    Role.TECHNICIAN: _DESK,
    Role.FACILITY_MANAGER: _DESK | {Action.MANAGE_STAFF},
    Role.APPROVER: _STAFF,
    Role.CLERK: _STAFF,
    Role.AUDITOR: _EVERYONE | {Action.OPEN_CASE, Action.READ_HISTORY},
    Role.COORDINATOR: _EVERYONE
    | {
        Action.SEE_NETWORK,
        Action.REQUEST_BY_TELEPHONE,
        Action.WITHDRAW,
        Action.OPEN_CASE,
        Action.MERGE_COMPANIES,
    },
    Role.PARTNER: _EVERYONE | {Action.SEE_NETWORK},
    Role.ADMIN: _EVERYONE
    | {
        Action.SEE_NETWORK,
        Action.OPEN_CASE,
        Action.READ_HISTORY,
        Action.SEE_PEOPLE,
        Action.MANAGE_STAFF,
        Action.IMPORT,
        Action.SWITCH_AGREEMENT,
        Action.MERGE_COMPANIES,
        Action.APPROVE_MEMBER,
    },
}

WHO_GUIDES = frozenset({Role.TECHNICIAN, Role.FACILITY_MANAGER})
STAFF_OF_A_FACILITY = WHO_GUIDES | {Role.APPROVER, Role.CLERK}
AT_A_FACILITY = STAFF_OF_A_FACILITY | {Role.PARTNER}


class HasRole(Protocol):
    """Anyone with a role."""

    @property
    def role(self) -> Role: ...


def may(person: HasRole | None, action: Action) -> bool:
    """Whether the role includes the action; `None` is the public."""
    return action in ALLOWED[person.role if person else Role.PUBLIC]


def require(person: HasRole | None, action: Action) -> None:
    """Raise NotAllowed unless the role includes the action."""
    if not may(person, action):
        raise NotAllowed(action.value)
