"""What the catalogue can refuse, and why.

CatalogueFileWrong      the files cannot be loaded; carries every problem
NoTariff                no price is known for that service on that day
"""

from collections.abc import Sequence
from datetime import date

from instruments.problems import Problem
from instruments.words import Service


class CatalogueFileWrong(Exception):
    """At least one file has a fault; nothing was written. Carries all problems found."""

    code = "catalogue_file_wrong"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NoTariff(Exception):
    """Nothing is guessed: without a price line there is no price."""

    code = "no_tariff"

    def __init__(self, service: Service, day: date) -> None:
        self.service = service
        self.day = day
        super().__init__(f"no tariff for {service} on {day.isoformat()}")
