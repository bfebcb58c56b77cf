"""Installed third-party files, served from where npm put them; nothing comes from elsewhere."""

from __future__ import annotations

from flask import Blueprint, Response, send_from_directory

from booking.errors import NotFound
from booking.settings import ROOT

bp = Blueprint("assets", __name__, url_prefix="/assets")

FILES = {
    "bootstrap.css": "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "htmx.js": "htmx.org/dist/htmx.min.js",
}


@bp.get("/<name>")
def show(name: str) -> Response:
    """One of the few files the pages use."""
    if name not in FILES:
        raise NotFound
    return send_from_directory(ROOT / "node_modules", FILES[name], max_age=86400)
