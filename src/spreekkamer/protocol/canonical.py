"""One way to write JSON, so that a hash or a signature over it means the same to everyone."""

import json
from collections.abc import Mapping
from typing import Any


def dump(value: Mapping[str, Any]) -> bytes:
    """The object as UTF-8 JSON with sorted keys and no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def load(data: bytes) -> dict[str, Any]:
    """The object that `dump` would write as exactly these bytes.

    Raises ValueError when it is anything else: other spacing, doubled or unsorted keys, no object.
    """
    try:
        value = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    if dump(value) != data:
        raise ValueError("not in canonical form (sorted keys, no spaces)")
    return value
