"""What roles and actions are called, for the sign-in page and the administrator's pages."""

from __future__ import annotations

from flask_babel import LazyString

from booking.language import _l
from booking.permissions import Action, Role

ROLE_NAMES: dict[Role, LazyString] = {
    Role.PUBLIC: _l("Anyone, without an account"),
    Role.COMPANY: _l("Company"),
    Role.TECHNICIAN: _l("Technician"),
    Role.FACILITY_MANAGER: _l("Facility manager"),
    Role.APPROVER: _l("Approver"),
    Role.CLERK: _l("Clerk"),
    Role.AUDITOR: _l("Auditor"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.PARTNER: _l("Partner institute"),
    Role.ADMIN: _l("Administrator"),
}

ACTION_NAMES: dict[Action, LazyString] = {
    Action.SEE_CATALOGUE: _l("See the catalogue and free days"),
    Action.REQUEST: _l("Make a request"),
    Action.REQUEST_BY_TELEPHONE: _l("Enter a request by telephone"),
    Action.APPLY: _l("Apply with an offer"),
    Action.WITHDRAW: _l("Withdraw a request"),
    Action.CANCEL: _l("Cancel a reservation"),
    Action.SEE_WORKLIST: _l("See the worklist of the facility"),
    Action.CONFIRM: _l("Confirm a proposal"),
    Action.REFUSE: _l("Refuse a proposal"),
    Action.PROPOSE: _l("Propose times, for one or for all"),
    Action.MOVE: _l("Move a reservation"),
    Action.CLOSE: _l("Enter closures"),
    Action.RECORD_ABSENCE: _l("Record absences"),
    Action.SEE_NETWORK: _l("See the network's week (free or not)"),
    Action.MERGE_COMPANIES: _l("Merge companies entered twice"),
    Action.KEEP_COMPANY: _l("Correct a company's record and who acts for it"),
    Action.APPROVE_MEMBER: _l("Approve members of a company"),
    Action.OPEN_CASE: _l("Open a case that is not one's own, with a reason"),
    Action.READ_HISTORY: _l("Read the history"),
    Action.SEE_PEOPLE: _l("See who may sign in"),
    Action.MANAGE_STAFF: _l("Keep accounts, qualifications and working hours"),
    Action.IMPORT: _l("Import the catalogue"),
    Action.SWITCH_AGREEMENT: _l("Switch agreements"),
}


def role_name(role: Role) -> str:
    """The role as people say it."""
    return str(ROLE_NAMES[role])


def action_name(action: Action) -> str:
    """The action as people say it."""
    return str(ACTION_NAMES[action])
