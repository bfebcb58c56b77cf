"""Pages for anyone: the catalogue, the facilities, and the language switch."""

from __future__ import annotations

from booking.routes.public import catalogue, pages, places, words
from booking.routes.public.blueprint import bp

__all__ = ["bp", "catalogue", "pages", "places", "words"]
