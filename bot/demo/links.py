"""Addresses: which ones Telegram takes, and how it writes them."""

from __future__ import annotations

import re

_URL = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?(?://)?(?P<host>[^/?#]*)(?P<rest>.*)", re.DOTALL
)
_HOST = re.compile(r"(?:[^\s:@/]+\.[^\s:@/.]{2,}|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?\.?")
_SCHEMES = frozenset({"http", "https", "ftp"})
_OWN_SCHEMES = frozenset({"tg", "ton", "tonsite"})


def checked(url: str) -> str:
    """The address as Telegram stores it; ValueError with the reason when it is none."""
    url = url.strip()
    match = _URL.fullmatch(url)
    scheme = ((match and match["scheme"]) or "http").lower()
    if scheme in _OWN_SCHEMES:
        return url
    if scheme not in _SCHEMES:
        raise ValueError("Unsupported URL protocol")
    if match is None or not match["host"]:
        raise ValueError("URL host is empty")
    if not _HOST.fullmatch(match["host"]):
        raise ValueError("Wrong HTTP URL")
    rest = match["rest"] if match["rest"].startswith("/") else "/" + match["rest"]
    return f"{scheme}://{match['host'].lower()}{rest}"
