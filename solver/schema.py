"""The formats as JSON Schema, made from the dataclasses themselves: field names, types, defaults.

What a schema of types cannot say (codes that exist, spans that run forward, numbers of 1 or more)
is refused when the data is read.
"""

from dataclasses import MISSING, fields, is_dataclass
from inspect import cleandoc
from types import EllipsisType, NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from solver.outcome import NoSchedule, Placement, Schedule
from solver.problem import FORMAT, Problem
from solver.written import write

Schema = dict[str, Any]

KINDS: dict[str, type[Any]] = {
    "problem": Problem,
    "placement": Placement,
    "schedule": Schedule,
    "no_schedule": NoSchedule,
}
_PLAIN = {int: "integer", str: "string", bool: "boolean", float: "number", NoneType: "null"}


def schema(kind: str = "problem") -> Schema:
    """The JSON Schema of one of KINDS."""
    found: dict[str, Schema] = {}
    _define(KINDS[kind], found)
    top = found.pop(KINDS[kind].__name__)
    if kind == "problem":
        top["properties"] = {"format": {"const": FORMAT}, **top["properties"]}
        top["required"] = ["format", *top["required"]]
    title = FORMAT if kind == "problem" else f"{kind} of {FORMAT}"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **top,
        "$defs": dict(sorted(found.items())),
    }


def _define(kind: type[Any], found: dict[str, Schema]) -> None:
    """Add an object's schema, and those of what it holds, under their names."""
    if kind.__name__ in found:
        return
    own = [field for field in fields(kind) if field.init]
    hints = get_type_hints(kind)
    found[kind.__name__] = {
        "description": cleandoc(kind.__doc__ or ""),
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in own if field.default is MISSING],
        "properties": {},
    }
    found[kind.__name__]["properties"] = {
        field.name: _value(hints[field.name], found)
        | ({} if field.default is MISSING else {"default": write(field.default)})
        for field in own
    }


def _value(hint: Any, found: dict[str, Schema]) -> Schema:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is tuple:
        return _array(inner, found)
    if origin is Literal:
        return {"enum": list(inner)}
    if is_dataclass(hint):
        _define(hint, found)  # type: ignore[arg-type]  # a dataclass type, not an instance
        return {"$ref": f"#/$defs/{hint.__name__}"}  # type: ignore[union-attr]  # likewise
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    return {"type": [_PLAIN[choice] for choice in inner]}


def _array(inner: tuple[Any, ...], found: dict[str, Schema]) -> Schema:
    if isinstance(inner[-1], EllipsisType):
        return {"type": "array", "items": _value(inner[0], found)}
    return {
        "type": "array",
        "prefixItems": [_value(hint, found) for hint in inner],
        "items": False,
        "minItems": len(inner),
    }
