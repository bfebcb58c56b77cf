"""The words of an instance's text, each with its line, so that a refusal can say where."""

from collections.abc import Sequence


class Words:
    """Reads a text word by word; what is not as expected is a ValueError naming the line."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._words = [
            (number, word)
            for number, line in enumerate(self._lines, start=1)
            for word in line.split()
        ]
        self._next = 0

    def word(self, expected: str) -> str:
        """The next word."""
        if self._next == len(self._words):
            raise ValueError(f"line {len(self._lines)}: the file ends here; expected {expected}")
        self._next += 1
        return self._words[self._next - 1][1]

    def whole(self, expected: str, least: int = 0, most: int | None = None) -> int:
        """The next word as a whole number from least to most."""
        word = self.word(expected)
        try:
            number = int(word)
        except ValueError:
            raise self.wrong(f"{expected}, a whole number") from None
        if number < least or (most is not None and number > most):
            limits = f"of {least} or more" if most is None else f"from {least} to {most}"
            raise self.wrong(f"{expected}, a whole number {limits}")
        return number

    def wholes(self, count: int, expected: str, least: int = 0) -> list[int]:
        """So many whole numbers."""
        return [self.whole(expected, least) for _ in range(count)]

    def rounded(self, expected: str) -> int:
        """The next word as a number, rounded: some collections write 10.999999 for 11."""
        word = self.word(expected)
        try:
            return round(float(word))
        except ValueError:
            raise self.wrong(f"{expected}, a number") from None

    def wrong(self, expected: str) -> ValueError:
        """What to raise when the word taken last is not what stands in the format."""
        line, word = self._words[self._next - 1] if self._next else (1, "")
        return ValueError(f"line {line}: found {word!r}; expected {expected}")

    def go_to(self, *markers: str, lines_below: int = 0) -> None:
        """Go on with the first line that begins with a marker, or so many lines below it."""
        for number, line in enumerate(self._lines, start=1):
            if line.strip().startswith(markers):
                self._next = sum(1 for at, _ in self._words if at < number + lines_below)
                return
        named = " or ".join(repr(marker) for marker in markers)
        raise ValueError(f"line {len(self._lines)}: the file ends here; expected a line {named}")

    def end_line(self, expected: str) -> None:
        """Refuse a further word on the line of the word taken last."""
        if self._next < len(self._words):
            here, then = self._words[self._next - 1], self._words[self._next]
            if self._next and here[0] == then[0]:
                self._next += 1
                raise self.wrong(f"the end of the line after {expected}")

    def end(self, expected: str) -> None:
        """Refuse a further word."""
        if self._next < len(self._words):
            self._next += 1
            raise self.wrong(f"the end of the file after {expected}")

    def rest_of_line(self) -> Sequence[str]:
        """What still stands on the line of the word taken last."""
        line, first = self._words[self._next - 1][0], self._next
        while self._next < len(self._words) and self._words[self._next][0] == line:
            self._next += 1
        return [word for _, word in self._words[first : self._next]]
