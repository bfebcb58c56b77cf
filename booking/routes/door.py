"""What every door does: who comes in, one session to read, one transaction to change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar, cast

from flask import current_app, g, redirect, request, url_for
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from booking.database import in_transaction
from booking.errors import NotAllowed
from booking.models import Person
from booking.permissions import Action, Role, may, require
from booking.settings import Settings

T = TypeVar("T")


def now() -> datetime:
    """The moment of this request, in whole seconds; only doors and commands read the clock."""
    if "at" not in g:
        g.at = datetime.now(UTC).replace(microsecond=0)
    return cast(datetime, g.at)


def settings() -> Settings:
    """The settings of this application."""
    return cast(Settings, current_app.extensions["kyoyo"].settings)


def reading() -> Session:
    """The session pages read with; it is closed with the request and never written through."""
    if "session" not in g:
        g.session = current_app.extensions["kyoyo"].reading()
    return cast(Session, g.session)


def person() -> Person | None:
    """Who is signed in, as a row of the reading session; None is the public."""
    if "person" not in g:
        number = current_user.id if current_user.is_authenticated else None
        g.person = reading().get(Person, number) if number is not None else None
    return cast("Person | None", g.person)


def me() -> Person:
    """Who is signed in, behind a door that lets nobody else in."""
    found = person()
    if found is None:
        raise NotAllowed("sign_in")
    return found


def act(work: Callable[[Session, Person], T]) -> T:
    """Change something: `work` gets a writing session and the person in it; committed once."""
    number = me().id
    close_reading()  # the page after it must see what was written
    return in_transaction(
        current_app.extensions["kyoyo"].writing,
        lambda session: work(session, session.get_one(Person, number)),
    )


def close_reading() -> None:
    """End the reading session; the next read sees what was committed meanwhile."""
    opened = g.pop("session", None)
    g.pop("person", None)
    if opened is not None:
        opened.close()


def only(*roles: Role) -> Callable[[], Response | None]:
    """A before_request that lets these roles in, sends the public to sign in, and others away."""

    def check() -> Response | None:
        if person() is None:
            return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
        if me().role not in roles:
            raise NotAllowed("enter")
        return None

    return check


def needs(action: Action) -> None:
    """Raise NotAllowed unless whoever is signed in may do this."""
    require(person(), action)


def allowed(action: Action) -> bool:
    """Whether whoever is signed in may do this; for showing or hiding a button."""
    return may(person(), action)


def retreat(url: str) -> None:
    """Where a refusal leads back to: the page with the facts and the next offers."""
    g.retreat = url
