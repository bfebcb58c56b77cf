"""A person as the sign-in library sees one; everywhere else a person is a plain `Person`."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app
from flask_security import RoleMixin, UserMixin, hash_password
from flask_security.datastore import UserDatastore
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from booking.models import Person

SHORTEST_PASSWORD = 8


def password_hash(password: str) -> str:
    """What is stored of a password. Needs an application.

    Signing in compares the NFKD form of what is typed, which the library's own `hash_password` does
    not make: a password with パ or Ａ in it would never match.
    """
    return str(hash_password(current_app.extensions["security"].password_util.normalize(password)))


class Account(UserMixin, Person):  # type: ignore[misc]  # the mixin wants an address for everyone
    """The same row, with what signing in needs on top; it is mapped to no table of its own."""

    @property
    def roles(self) -> list[RoleMixin]:  # type: ignore[override]  # the one role is `Person.role`
        """The library thinks in lists of roles; the product asks `booking.permissions`."""
        return []

    @property
    def is_active(self) -> bool:
        """Whether the account may sign in today."""
        return self.active and (self.valid_until is None or self.valid_until >= date.today())  # noqa: DTZ011 - a day's difference at midnight is of no weight here


class Accounts(UserDatastore):
    """Finds accounts for the sign-in library in a session of its own, read only."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        super().__init__(Account, RoleMixin)
        self.sessions = sessions

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> Account | None:
        """The account whose columns have these values."""
        columns = [
            func.lower(getattr(Person, name)) == str(value).lower()
            if case_insensitive and isinstance(value, str)
            else getattr(Account, name) == value
            for name, value in wanted.items()
        ]
        with self.sessions() as session:
            account = session.scalar(select(Account).where(*columns))
            if account is not None:
                session.expunge(account)
            return account

    def commit(self) -> None:
        """Signing in changes nothing in the database."""

    def put(self, model: Any) -> Any:
        """The library hands over what it changed; nothing of it is kept."""
        return model
