"""A mail server of a few lines that keeps what it is given, or refuses a recipient."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import cast


class Sink(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, refuses: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.refuses = refuses
        self.mails: list[EmailMessage] = []

    @property
    def url(self) -> str:
        """For Settings.mail_url."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Talk(socketserver.StreamRequestHandler):
    """RFC 5321, as far as smtplib speaks it."""

    server: Sink

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline():
            verb = line.split(None, 1)[0].upper()
            if verb == b"DATA":
                self._say("354 go on")
                self._keep()
            elif verb == b"RCPT" and self.server.refuses and self.server.refuses.encode() in line:
                self._say("550 no such person")
                continue
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _keep(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        mail = message_from_bytes(b"".join(lines), _class=EmailMessage, policy=SMTP)
        self.server.mails.append(mail)

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def mail_sink(refuses: str = "") -> Iterator[Sink]:
    """A running sink; `refuses` names a recipient it does not know."""
    with Sink(refuses) as sink:
        thread = threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield sink
        finally:
            sink.shutdown()
            thread.join()


def text_of(mail: EmailMessage) -> str:
    """The text a person reads."""
    body = cast("EmailMessage", mail.get_body())
    return str(body.get_content())
