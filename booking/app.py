"""The web application: everything is registered here, and nowhere else."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import jinja2
from flask import Flask, Response, g, request, session
from flask_babel import Babel
from flask_security import Security
from flask_wtf import CSRFProtect
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from booking.accounts import Accounts
from booking.commands import register_commands
from booking.database import make_engine, reading_sessions, writing_sessions
from booking.routes import account, admin, assets, company, errors, network, public, staff, words
from booking.routes.desk import doors as desk
from booking.settings import ROOT, Settings

LANGUAGES = ("ja", "en")
BLUEPRINTS = (
    account.bp,
    public.bp,
    assets.bp,
    company.bp,
    desk.bp,
    network.bp,
    admin.bp,
    staff.bp,
)
# Everything comes from this server; only the place of a bar in a timetable is an inline style.
CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src-attr 'unsafe-inline'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class House:
    """What one application holds for its whole life."""

    settings: Settings
    engine: Engine
    reading: sessionmaker[Session]
    writing: sessionmaker[Session]


def create_app(settings: Settings) -> Flask:
    """An application on the database of these settings."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder="static")
    engine = make_engine(settings.database_url)
    house = House(settings, engine, reading_sessions(engine), writing_sessions(engine))
    app.extensions["kyoyo"] = house
    app.config.update(_configuration(settings))
    app.jinja_options = app.jinja_options | {"bytecode_cache": _compiled_in(settings.cache_folder)}
    Babel(app, default_locale="ja", default_timezone="Asia/Tokyo", locale_selector=language)
    CSRFProtect(app)
    Security(app, Accounts(house.reading))
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    errors.register(app)
    words.register(app)
    register_commands(app)
    app.after_request(_secure)
    app.teardown_appcontext(_close_session)
    return app


def language() -> str:
    """The page's language: chosen on the page, else the browser's, else Japanese."""
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or "ja"


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "booking" / "translations"),
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,  # a form left open over lunch still works
        # Only brings a password of any length to a size Argon2 takes, which then salts it anew. Not
        # the secret key: whoever loses that must not have locked everybody out.
        "SECURITY_PASSWORD_SALT": "kyoyo",
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_POST_LOGIN_VIEW": "/start",
        "SECURITY_POST_LOGOUT_VIEW": "/",
        "SECURITY_LOGIN_USER_TEMPLATE": "security/sign_in.html",
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_FRESHNESS": timedelta(seconds=-1),  # no page that asks for the password again
        "SECURITY_SEND_REGISTER_EMAIL": False,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_AUTO_LOGIN_AFTER_CONFIRM": False,
        # our own catalogue is complete, the library's is not
        "SECURITY_I18N_DIRNAME": [str(ROOT / "booking" / "translations")],
    }


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Compiled templates, kept on disk: the first look at a page is 7 to 40 ms shorter."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one; where nothing can be written, the next process compiles it again."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled_in(cache_folder: Path) -> _Compiled | None:
    """Each version of Jinja has a folder of its own; None where none can be made."""
    folder = cache_folder / f"templates-{jinja2.__version__}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _Compiled(str(folder))


def _secure(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if not request.path.startswith(("/static/", "/assets/")):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _close_session(_error: BaseException | None) -> None:
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()
