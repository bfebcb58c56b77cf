"""A company's door: ask for time, choose an offer, see what became of it."""

from booking.routes.company import ask, home, members, requests, visits
from booking.routes.company.entrance import bp

__all__ = ["ask", "bp", "home", "members", "requests", "visits"]
