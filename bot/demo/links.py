"""Addresses: which ones Telegram takes, and how it writes them."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_HOST = re.compile(r"(?:[^\s:@/]+\.[^\s:@/.]{2,}|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?\.?")
_SCHEMES = frozenset({"http", "https", "ftp"})
_OWN_SCHEMES = frozenset({"tg", "ton", "tonsite"})


def checked(url: str) -> str:
    """The address as Telegram stores it; ValueError with the reason when it is none."""
    url = url.strip()
    scheme, host, rest = _parts(url)
    if scheme in _OWN_SCHEMES:
        return url
    if scheme not in _SCHEMES:
        raise ValueError("Unsupported URL protocol")
    if not host:
        raise ValueError("URL host is empty")
    if not _HOST.fullmatch(host):
        raise ValueError("Wrong HTTP URL")
    return f"{scheme}://{host.lower()}{rest if rest.startswith('/') else '/' + rest}"


def _parts(url: str) -> tuple[str, str, str]:
    """Scheme (http where none is named), host, and all the rest."""
    match = _SCHEME.match(url)
    scheme, place = (match[1].lower(), url[match.end() :]) if match else ("http", url)
    host = re.split("[/?#]", place, maxsplit=1)[0]
    return scheme, host, place[len(host) :]
