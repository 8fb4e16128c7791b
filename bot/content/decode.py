"""Bytes to text, strictly."""

import re

from bot.content.problems import At, Log

LARGEST = 512 * 1024
_BOM = "\ufeff"
# What YAML forbids, and the invisible line breaks that would shift every line number.
_UNPRINTABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_AS_UTF8 = "Save the file as UTF-8: every editor offers it under 'Save as' or 'Encoding'."


def decode(data: bytes, log: Log) -> str | None:
    """The text of a file with plain line feeds; None where nothing can be made of it.

    A character that may not stand there becomes a space, so that all places stay the same.
    """
    if len(data) > LARGEST:
        log.add(
            "too-large",
            At(),
            f"The file is larger than {LARGEST // 1024} KiB; such files are not read.",
            "Split it into several sets.",
        )
        return None
    text = _utf8(data, log)
    if text is None:
        return None
    text = text.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")
    _report_unprintable(text, log)
    return _UNPRINTABLE.sub(" ", text)


def _utf8(data: bytes, log: Log) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        log.add("not-utf8", At(), "The file is saved as UTF-16, not as UTF-8.", _AS_UTF8)
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix(_BOM)
        log.add("not-utf8", _end_of(before), "Here stands a byte that is not UTF-8.", _AS_UTF8)
        return None


def _report_unprintable(text: str, log: Log) -> None:
    found = list(_UNPRINTABLE.finditer(text))
    if not found:
        return
    more = f" There are {len(found) - 1} more in this file." if len(found) > 1 else ""
    log.add(
        "control-character",
        _end_of(text[: found[0].start()]),
        f"Here stands an invisible control character, U+{ord(found[0][0]):04X}.{more}",
        "Delete it; it often comes along when text is pasted. Typing the line anew helps.",
    )


def _end_of(text: str) -> At:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return At(len(lines), len(lines[-1]) + 1)


def has_control(value: str) -> bool:
    """Whether a value, escapes resolved, holds what may not stand in a file either."""
    return _UNPRINTABLE.search(value) is not None
