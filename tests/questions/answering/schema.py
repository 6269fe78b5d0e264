"""As much of JSON Schema as our schema uses, so that checking it needs no library."""

import re
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
KNOWN = frozenset(
    [
        "$schema",
        "$id",
        "$defs",
        "$ref",
        "title",
        "description",
        "type",
        "const",
        "enum",
        "anyOf",
        "required",
        "properties",
        "additionalProperties",
        "items",
        "minItems",
        "minLength",
        "minimum",
        "pattern",
    ]
)


def problems(value: Any, schema: dict[str, Any], whole: dict[str, Any], at: str = "$") -> list[str]:
    """Where the value is not as the schema says."""
    assert set(schema) <= KNOWN, f"this checker doesn't know {set(schema) - KNOWN}"
    if "$ref" in schema:
        found = problems(value, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, at)
        if found:
            return found
    if "anyOf" in schema and all(problems(value, each, whole, at) for each in schema["anyOf"]):
        return [f"{at}: none of the forms fits"]
    return [*_of_type(value, schema, at), *_of_value(value, schema, at), *_inside(value, schema, whole, at)]


def _of_type(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if not names or any(
        isinstance(value, TYPES[n])
        and (n == "boolean" or value not in {True, False} if isinstance(value, bool) else True)
        for n in names
    ):
        return []
    return [f"{at}: {value!r} is not {names}"]


def _of_value(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    wrong = (
        ("const" in schema and value != schema["const"])
        or ("enum" in schema and value not in schema["enum"])
        or ("pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value))
        or ("minLength" in schema and isinstance(value, str) and len(value) < schema["minLength"])
        or ("minItems" in schema and isinstance(value, list) and len(value) < schema["minItems"])
        or ("minimum" in schema and isinstance(value, int | float) and value < schema["minimum"])
    )
    return [f"{at}: {value!r} may not be"] if wrong else []


def _inside(value: Any, schema: dict[str, Any], whole: dict[str, Any], at: str) -> list[str]:
    if isinstance(value, list) and "items" in schema:
        return [each for n, item in enumerate(value) for each in problems(item, schema["items"], whole, f"{at}[{n}]")]
    if not isinstance(value, dict):
        return []
    known = schema.get("properties", {})
    found = [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
    if schema.get("additionalProperties") is False:
        found += [f"{at}.{name} is not in the schema" for name in value if name not in known]
    for name, form in known.items():
        if name in value:
            found += problems(value[name], form, whole, f"{at}.{name}")
    return found
