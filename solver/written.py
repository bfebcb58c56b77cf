"""Frozen solver data to JSON-ready values and back.

What is unknown, missing or of a wrong type is refused by name.
"""

from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import EllipsisType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")
Json = Any  # what json.loads may return


def write(value: object) -> Json:
    """A dataclass as a dict, a tuple as a list, anything else as it is."""
    if is_dataclass(value):
        return {f.name: write(getattr(value, f.name)) for f in fields(value) if f.init}
    if isinstance(value, tuple):
        return [write(item) for item in value]
    return value


def read(kind: type[T], data: Json, where: str) -> T:
    """Rebuild a dataclass from what `write` gave.

    Raises ValueError naming the place (`where`), the field and the remedy.
    """
    if not isinstance(data, dict):
        raise ValueError(  # noqa: TRY004  # bad data, not a bug
            f"{where}: is {data!r}; give an object with named fields"
        )
    known, needed, hints = _shape(kind)  # type: ignore[arg-type]  # a type is hashable; mypy forgets it here
    unknown = sorted(set(data) - known)
    if unknown:
        raise ValueError(
            f"{where}: unknown field {unknown[0]}; remove it or use one of {sorted(known)}"
        )
    missing = sorted(needed - set(data))
    if missing:
        raise ValueError(f"{where}: field {missing[0]} is missing; give it")
    return kind(**{name: _value(hints[name], data[name], f"{where}.{name}") for name in data})


@cache
def _shape(kind: type[Any]) -> tuple[frozenset[str], frozenset[str], dict[str, Any]]:
    own = [f for f in fields(kind) if f.init]
    needed = {f.name for f in own if f.default is MISSING and f.default_factory is MISSING}
    return frozenset(f.name for f in own), frozenset(needed), get_type_hints(kind)


def _value(hint: Any, data: Json, where: str) -> Any:
    origin = get_origin(hint)
    if origin is tuple:
        return _tuple(get_args(hint), data, where)
    if origin is Literal:
        return _one_of(get_args(hint), data, where)
    if is_dataclass(hint):
        return read(hint, data, where)  # type: ignore[arg-type]  # a dataclass type, not an instance
    if hint in (int, str, bool, float):
        return _plain(hint, data, where)
    return _first_that_reads(get_args(hint), data, where)


def _tuple(inner: tuple[Any, ...], data: Json, where: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise ValueError(f"{where}: is {data!r}; give a list")  # noqa: TRY004  # bad data, not a bug
    if isinstance(inner[-1], EllipsisType):
        return tuple(_value(inner[0], item, f"{where}[{n}]") for n, item in enumerate(data))
    if len(data) != len(inner):
        raise ValueError(f"{where}: has {len(data)} values; give {len(inner)}")
    return tuple(_value(hint, item, where) for hint, item in zip(inner, data, strict=True))


def _one_of(allowed: tuple[Any, ...], data: Json, where: str) -> Any:
    if data not in allowed:
        raise ValueError(f"{where}: is {data!r}; use one of {list(allowed)}")
    return data


def _plain(hint: type[Any], data: Json, where: str) -> Any:
    if type(data) is not hint and not (hint is float and type(data) is int):
        raise ValueError(f"{where}: is {data!r}; give a value of type {hint.__name__}")
    return data


def _first_that_reads(choices: tuple[Any, ...], data: Json, where: str) -> Any:
    for choice in choices:
        if type(data) is choice:
            return data
    names = [choice.__name__ for choice in choices]
    raise ValueError(f"{where}: is {data!r}; give a value of one of the types {names}")
