"""Browsers that keep their connections open do not keep the next one out."""

from __future__ import annotations

from contextlib import ExitStack
from http.client import HTTPConnection

from flask import Flask

from booking.serve import WebServer, listen

BROWSERS = 40
EACH = 6  # connections a browser keeps open to one server


def test_the_forty_first_browser_is_answered_while_forty_keep_their_connections() -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: "here")
    door = listen("127.0.0.1", 0)
    host, port = door.getsockname()
    server = WebServer(app, door)

    with ExitStack() as closing:
        for _ in range(BROWSERS * EACH + 1):
            connection = HTTPConnection(host, port, timeout=10)
            closing.callback(connection.close)
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"here"
    server.finish()
