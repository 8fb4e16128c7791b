"""The parameters of a request: however they came, read as what the method takes them for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from bot.demo.errors import bad_request

_INTEGER = re.compile(r"\s*-?\d{1,19}\s*", re.ASCII)
_TRUE = frozenset({"true", "yes", "1"})
_ATTACHED = "attach://"


@dataclass(frozen=True)
class Upload:
    name: str
    content_type: str
    content: bytes


@dataclass
class Params:
    """Raw values by name (of a form: strings), and the same as far as they have been decoded."""

    raw: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)
    decoded: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.decoded = dict(self.raw)

    def has(self, name: str) -> bool:
        return bool(self.raw.get(name, "") != "")

    def text(self, name: str) -> str:
        value = self.raw.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """An integer, also when it came as a string.

        Telegram reads what is none as 0; here it is refused, since it is always a mistake.
        """
        if not self.has(name):
            return default
        value = self.raw[name]
        if isinstance(value, str) and _INTEGER.fullmatch(value):
            value = self.decoded[name] = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise bad_request(f"invalid {name} specified")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.raw.get(name, default)
        if not isinstance(value, bool):
            value = self.decoded[name] = str(value).strip().lower() in _TRUE
        return bool(value)

    def structure(self, name: str, called: str) -> Any:
        """A JSON object or array, also when it came as a string of JSON; None when absent."""
        if not self.has(name):
            return None
        value = self.raw[name]
        if isinstance(value, str):
            try:
                value = self.decoded[name] = from_json(value)
            except ValueError:
                raise bad_request(f"can't parse {called} JSON object") from None
        return value

    def upload(self, name: str) -> Upload | None:
        """The file sent along, under the parameter's own name or as `attach://<other name>`."""
        attached = self.text(name)
        if attached.startswith(_ATTACHED):
            return self.files.get(attached.removeprefix(_ATTACHED))
        return self.files.get(name)


def from_json(text: str | bytes) -> Any:
    """A value out of JSON; ValueError when it is none, a refusal when a string in it cannot be
    written down: JSON can name one half of a character."""
    value = json.loads(text)
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return value
