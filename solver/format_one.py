"""Questions stored as "kyoyo-problem/1": one step a request, every name as in format 2.

What format 1 left out of a question has the same meaning in format 2, so the data is read as it is;
what format 1 demanded or did not know is still refused by name.
"""

from typing import Any

FORMAT_ONE = "kyoyo-problem/1"

Json = dict[str, Any]
# By kind: the fields that must be there, and those that may.
_FIELDS: dict[str, tuple[str, str]] = {
    "problem": ("format slot_minutes horizon days units people requests", ""),
    "unit": (
        "code site kind open blocked",
        "start_every fixed_starts occupied changeovers default_changeover",
    ),
    "occupied": ("start end", "setting"),
    "person": ("code site working", "taken on_call on_call_limit skills"),
    "request": ("code steps", "weight mandatory party_taken"),
    "step": (
        "code request alternatives windows windows_bind not_before not_after",
        "setting party",
    ),
    "alternative": ("unit duration", "attendance"),
    "attendance": ("mode at", "slots"),
}
# Where the objects of a kind stand in those of another.
_INSIDE: dict[str, tuple[tuple[str, str], ...]] = {
    "problem": (("units", "unit"), ("people", "person"), ("requests", "request")),
    "unit": (("occupied", "occupied"),),
    "request": (("steps", "step"),),
    "step": (("alternatives", "alternative"),),
    "alternative": (("attendance", "attendance"),),
}


def from_format_one(data: Json) -> Json:
    """The fields of the same question in format 2. Raises ValueError naming the field."""
    _check("problem", data, "problem")
    for n, request in enumerate(_list(data, "requests")):
        where = f"problem.requests[{n}]"
        steps = request["steps"]
        if not isinstance(steps, list) or len(steps) != 1:
            raise ValueError(f"{where}: steps is not one step; {FORMAT_ONE!r} has one a request")
        for step in _list(request, "steps"):
            if step["windows_bind"] not in ("whole", "start"):
                raise ValueError(
                    f"{where}.steps[0]: windows_bind is no word of {FORMAT_ONE!r}; "
                    'give "whole" or "start"'
                )
    return data


def _check(kind: str, data: Json, where: str) -> None:
    needed, allowed = (set(names.split()) for names in _FIELDS[kind])
    unknown = sorted(set(data) - needed - allowed)
    if unknown:
        raise ValueError(f"{where}: unknown field {unknown[0]} in {FORMAT_ONE!r}; remove it")
    missing = sorted(needed - set(data))
    if missing:
        raise ValueError(f"{where}: field {missing[0]} is missing; give it")
    for name, inner in _INSIDE.get(kind, ()):
        for n, item in enumerate(_list(data, name)):
            _check(inner, item, f"{where}.{name}[{n}]")


def _list(data: Json, name: str) -> list[Json]:
    """The objects of a field; what is no list or no object is refused where it is read."""
    value = data.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
