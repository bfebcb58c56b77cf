"""The JSON Schema is made from the dataclasses; saved questions and plans are as it says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from solver.__main__ import main
from solver.engine.solve import Limits, solve
from solver.outcome import NoSchedule, Schedule
from solver.problem import Problem
from solver.schema import KINDS, schema
from tests.solver.builders import a_problem, a_request
from tests.solver.whole_language import a_whole_plan, whole_language

HOUSE = Path(__file__).parent.parent.parent
SAVED = sorted((HOUSE / "tests" / "problems").glob("*.json"))
WRITTEN = HOUSE / "docs" / "formats" / "kyoyo-problem-2.schema.json"
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def faults(shape: dict[str, Any], data: Any, whole: dict[str, Any], where: str = "$") -> list[str]:
    """What is not as the schema says; knows the words our schemas use and no others."""
    if "$ref" in shape:
        name = shape["$ref"].removeprefix("#/$defs/")
        return faults(whole["$defs"].get(name, whole), data, whole, where)
    if "const" in shape or "enum" in shape:
        return [] if data in shape.get("enum", [shape.get("const")]) else [f"{where}: {data!r}"]
    kinds = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
    allowed = tuple(kind for name in kinds for kind in _TYPES[name])
    if not isinstance(data, allowed) or (isinstance(data, bool) and bool not in allowed):
        return [f"{where}: {data!r} is no {kinds}"]
    if isinstance(data, dict):
        return _object(shape, data, whole, where)
    return _array(shape, data, whole, where) if isinstance(data, list) else []


def _object(
    shape: dict[str, Any], data: dict[str, Any], whole: dict[str, Any], where: str
) -> list[str]:
    known = shape["properties"]
    wrong = [f"{where}: {name} is missing" for name in shape["required"] if name not in data]
    wrong += [f"{where}: {name} is unknown" for name in data if name not in known]
    for name in data.keys() & known.keys():
        wrong += faults(known[name], data[name], whole, f"{where}.{name}")
    return wrong


def _array(shape: dict[str, Any], data: list[Any], whole: dict[str, Any], where: str) -> list[str]:
    first = shape.get("prefixItems", [])
    if first and len(data) != len(first):
        return [f"{where}: {len(data)} items, not {len(first)}"]
    shapes = first or [shape["items"]] * len(data)
    pairs = enumerate(zip(shapes, data, strict=True))
    return [said for n, (one, item) in pairs for said in faults(one, item, whole, f"{where}[{n}]")]


def test_the_schema_beside_the_page_is_the_one_the_dataclasses_make() -> None:
    """After a change of the language: python -m solver schema > docs/formats/kyoyo-….schema.json"""
    assert json.loads(WRITTEN.read_text(encoding="utf-8")) == schema()


@pytest.mark.parametrize("file", SAVED, ids=lambda file: file.stem)
def test_a_saved_question_is_as_the_schema_says(file: Path) -> None:
    data = Problem.from_json(json.loads(file.read_text(encoding="utf-8"))).to_json()

    assert faults(schema(), data, schema()) == []


def test_the_whole_language_and_a_plan_of_it_are_as_the_schemas_say() -> None:
    data = json.loads(json.dumps(whole_language().to_json()))
    plan = [placed.to_json() for placed in a_whole_plan()]

    assert faults(schema(), data, schema()) == []
    assert [faults(schema("placement"), one, schema("placement")) for one in plan] == [[]] * 5


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_command_prints_each_schema(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", kind]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(schema(kind)))


def test_the_command_prints_the_problems_schema_unless_asked_for_another(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "kyoyo-problem/2"


def test_both_kinds_of_answer_are_as_the_schemas_say() -> None:
    plan = solve(a_problem(a_request(), a_request("R2", windows=())), Limits(seconds=10.0))
    none = solve(a_problem(a_request(mandatory=True, windows=())), Limits(seconds=10.0))

    assert isinstance(plan, Schedule)
    assert isinstance(none, NoSchedule)
    assert (
        faults(schema("schedule"), json.loads(json.dumps(plan.to_json())), schema("schedule")) == []
    )
    assert faults(schema("no_schedule"), none.to_json(), schema("no_schedule")) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"format": "kyoyo-problem/1"}, "$.format: 'kyoyo-problem/1'"),
        ({"colour": 1}, "$: colour is unknown"),
        ({"horizon": "48"}, "$.horizon: '48' is no ['integer']"),
        ({"horizon": True}, "$.horizon: True is no ['integer']"),
        ({"units": [{"code": "SEM-1"}]}, "$.units[0]: site is missing"),
        ({"goal": [[{"name": "beauty", "weight": 1}]]}, "$.goal[0][0].name: 'beauty'"),
        ({"travels": [{"origin": "Y", "target": "I", "slots": 1, "leaves": [[1]]}]}, "1 items"),
    ],
)
def test_what_reading_refuses_for_its_shape_the_schema_refuses_too(
    change: dict[str, Any], fault: str
) -> None:
    data = {**a_problem().to_json(), **change}

    assert any(fault in said for said in faults(schema(), data, schema()))
    if "format" not in change:  # the schema is format 2's; reading still knows format 1
        with pytest.raises(ValueError, match="problem"):
            Problem.from_json(data)


def test_every_field_of_the_language_is_said_by_the_problem_that_says_all() -> None:
    """What stands at its default everywhere is not tried by anything that uses this problem."""
    data = json.loads(json.dumps(whole_language().to_json()))
    shapes = {"": schema(), **schema()["$defs"]}
    optional = {
        f"{kind}.{name}"
        for kind, shape in shapes.items()
        for name, field in shape["properties"].items()
        if "default" in field
    }

    assert optional - set(_said("", data, shapes)) == set()


def _said(kind: str, data: dict[str, Any], shapes: dict[str, Any]) -> Iterator[str]:
    """The fields, of this object and all in it, that are not at their default."""
    for name, field in shapes[kind]["properties"].items():
        if data[name] != field.get("default"):
            yield f"{kind}.{name}"
        inner = field
        items = [data[name]]
        while inner.get("items"):
            inner, items = inner["items"], [one for some in items for one in some]
        for item in items if "$ref" in inner else []:
            yield from _said(inner["$ref"].removeprefix("#/$defs/"), item, shapes)
