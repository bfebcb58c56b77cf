"""A person at a browser: cookies, a connection that is kept, forms with their token, redirects."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tools.race.servers import HOST

PATIENCE_SECONDS = 90.0
MOST_REDIRECTS = 5
_TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')
_MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_REDIRECTS = {301, 302, 303, 307, 308}
# Pages are recognised by the messages of the code, which are English.
_LANGUAGE = {"Accept-Language": "en"}


class NotSignedIn(Exception):
    """The product did not let the person in; carries status and text."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The page that came in the end, and how long the person waited for it."""

    status: int  # 0: no answer at all
    path: str
    text: str  # of the page's main part, without tags
    seconds: float

    def __str__(self) -> str:
        return f"{self.status} {self.path}: {self.text[:300]}"


class Visitor:
    """One person with one browser."""

    def __init__(self, port: int, person_id: int, email: str) -> None:
        self.person_id = person_id
        self.email = email
        self.token = ""
        self._cookies: dict[str, str] = {}
        self._connection = HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)

    def again(self) -> Visitor:
        """The same person in one more window of the same browser."""
        other = Visitor(self._connection.port, self.person_id, self.email)
        other.token, other._cookies = self.token, dict(self._cookies)
        return other

    def sign_in(self, password: str) -> None:
        """Through the form, with its token, and hang up. Raises NotSignedIn."""
        token = self._token_on("/sign-in")
        fields = {"csrf_token": token, "email": self.email, "password": password}
        status, _text = self._exchange("POST", "/sign-in", fields)[:2]
        if status not in _REDIRECTS:
            raise NotSignedIn(f"{self.email}: {status}")
        self.token = self._token_on("/about")
        self.close()

    def be_ready(self) -> None:
        """Have a connection that stands, so that only the answer is waited for."""
        self._connection.connect()

    def send(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form once, follow where it leads, read the page, hang up."""
        began = time.monotonic()
        try:
            status, where, page = self._followed(path, {"csrf_token": self.token, **fields})
        except (OSError, HTTPException) as error:
            return Answer(0, path, repr(error), time.monotonic() - began)
        finally:
            self.close()
        return Answer(status, where, _main_text(page), time.monotonic() - began)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _followed(self, path: str, fields: Mapping[str, str]) -> tuple[int, str, str]:
        status, page, location = self._exchange("POST", path, fields)
        for _ in range(MOST_REDIRECTS):
            if status not in _REDIRECTS:
                break
            path = location
            status, page, location = self._exchange("GET", path)
        return status, path, page

    def _token_on(self, path: str) -> str:
        status, page, _location = self._exchange("GET", path)
        found = _TOKEN.search(page)
        if status != 200 or found is None:
            raise NotSignedIn(f"{self.email}: no form at {path} ({status})")
        return unescape(found[1])

    def _exchange(
        self, method: str, path: str, fields: Mapping[str, str] | None = None
    ) -> tuple[int, str, str]:
        """One request: status, page and where it sends the browser."""
        headers = {**_LANGUAGE, "Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        page = response.read().decode(errors="replace")
        self._keep_cookies(response)
        return response.status, page, response.getheader("Location", "")

    def _keep_cookies(self, response: HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value


def _main_text(page: str) -> str:
    main = _MAIN.search(page)
    return " ".join(unescape(_TAG.sub(" ", main[0] if main else page)).split())
