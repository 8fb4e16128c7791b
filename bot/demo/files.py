"""Photos and documents that were sent: kept in memory, oldest forgotten first."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BYTES_KEPT = 256 * 1024 * 1024

_JPEG_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..\x08", re.DOTALL)


@dataclass(frozen=True)
class StoredFile:
    id: str
    unique_id: str
    kind: str  # "photo" or "document"
    name: str
    content_type: str
    content: bytes
    path: str

    def shown(self) -> dict[str, Any]:
        """What the Bot API's File, PhotoSize and Document have in common."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }


class Files:
    def __init__(self, token: Callable[[], str]) -> None:
        self._token = token
        self._kept: dict[str, StoredFile] = {}
        self._stored = 0

    def add(self, kind: str, name: str, content_type: str, content: bytes) -> StoredFile:
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        path = f"{kind}s/file_{self._stored}.{suffix if suffix.isalnum() else 'bin'}"
        file = StoredFile(
            f"{kind}{self._token()}", self._token(), kind, name, content_type, content, path
        )
        self._stored += 1
        self._kept[file.id] = file
        while sum(len(kept.content) for kept in self._kept.values()) > BYTES_KEPT:
            del self._kept[next(iter(self._kept))]
        return file

    def get(self, file_id: str) -> StoredFile | None:
        return self._kept.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        return next((file for file in self._kept.values() if file.path == path), None)


def picture(content: bytes) -> tuple[str, int, int]:
    """Content type, width and height of a picture; ValueError when it is none that can be shown."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        return ("image/png", *struct.unpack(">II", content[16:24]))
    if content.startswith((b"GIF87a", b"GIF89a")) and len(content) >= 10:
        return ("image/gif", *struct.unpack("<HH", content[6:10]))
    frame = _JPEG_FRAME.search(content) if content.startswith(b"\xff\xd8\xff") else None
    if frame and len(content) >= frame.end() + 4:
        height, width = struct.unpack(">HH", content[frame.end() : frame.end() + 4])
        return ("image/jpeg", width, height)
    raise ValueError("not a picture")
