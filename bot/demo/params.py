"""The parameters of a request: however they came, read as what the method takes them for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from bot.demo.errors import bad_request

_INTEGER = re.compile(r"-?\d{1,19}")


@dataclass(frozen=True)
class Upload:
    name: str
    content_type: str
    content: bytes


@dataclass
class Params:
    """Raw values by name; `decoded` holds each as it was last understood."""

    raw: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)
    decoded: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.decoded = dict(self.raw)

    def has(self, name: str) -> bool:
        return self.raw.get(name) not in {None, ""} if _plain(self.raw.get(name)) else True

    def text(self, name: str) -> str:
        value = self.raw.get(name)
        text = value if isinstance(value, str) else "" if value is None else json.dumps(value)
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise bad_request("strings must be encoded in UTF-8")
        return text

    def integer(self, name: str, default: int = 0) -> int:
        if not self.has(name):
            return default
        value = self.raw[name]
        if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
            value = self.decoded[name] = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise bad_request(f"invalid {name} specified")
        return value

    def flag(self, name: str) -> bool:
        value = self.raw.get(name, False)
        if isinstance(value, str):
            value = self.decoded[name] = value.lower() in {"true", "yes", "1"}
        return bool(value)

    def structure(self, name: str, kind: str) -> Any:
        """A JSON object or array, also when it came as a string of JSON; None when absent."""
        if not self.has(name):
            return None
        value = self.raw[name]
        if isinstance(value, str):
            try:
                value = self.decoded[name] = json.loads(value)
            except ValueError:
                raise bad_request(f"can't parse {kind} JSON object") from None
        return value


def _plain(value: object) -> bool:
    return value is None or isinstance(value, str)
