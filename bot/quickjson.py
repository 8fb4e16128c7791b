"""JSON as the standard library reads and writes it, in a fraction of the time.

Pydantic's reader and writer are what every settings file and snapshot goes through anyway. They
refuse some of what people may send, such as half a character; that goes by the standard library.
"""

import json
from typing import Any

from pydantic_core import PydanticSerializationError, from_json, to_json


def parse(text: str | bytes) -> Any:
    """What a JSON text says; ValueError where it is none, RecursionError where it is too deep."""
    try:
        # Names only: what people typed is not to stay in the reader's memory of strings.
        return from_json(text, cache_strings="keys")
    except ValueError:
        return json.loads(text)


def compose(value: Any) -> str:
    """A value of dicts, lists, texts and numbers as JSON, without any space.

    Raises RecursionError where it is too deep, TypeError or ValueError where it is no such value.
    """
    try:
        return to_json(value).decode()
    except PydanticSerializationError:
        return json.dumps(value, separators=(",", ":"))
