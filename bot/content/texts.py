"""Texts in several languages."""

from bot.content.desk import Desk, did_you_mean, listed, sequence
from bot.content.nodes import Node, Scalar, Sequence, Table
from bot.content.values import is_language, words
from bot.quiz.kinds.short import Spellings
from bot.quiz.text import EVERY_LANGUAGE, Text


def text(node: Node, desk: Desk) -> Text:
    """A bare text in the set's language, or a table language → text, or `{all: text}`."""
    if isinstance(node, Scalar):
        _say_missing({desk.language}, node, desk)
        return Text({desk.language: words(node, desk)})
    if isinstance(node, Sequence):
        desk.log.add(
            "wrong-type",
            node,
            "Here stands a list; a text belongs here.",
            'Write "…", or {it: "…", en: "…"}. Put a text that begins with [ in double quotes.',
        )
    if not isinstance(node, Table):
        return Text({desk.language: ""})
    texts = {key: words(node.values[key], desk) for key in _languages(node, desk)}
    return Text(texts or {desk.language: ""})


def spellings(node: Node, desk: Desk) -> Spellings:
    """A list for every language, or a table language → list."""
    if not isinstance(node, Table):
        return {EVERY_LANGUAGE: _spellings(node, desk)}
    return {key: _spellings(node.values[key], desk) for key in _languages(node, desk)}


def _spellings(node: Node, desk: Desk) -> tuple[str, ...]:
    found = sequence(node, desk, 'a list of answers, such as ["one", "two"],')
    if found is None:
        return ("",)
    if not found.nodes:
        desk.log.add("bad-list", found, "This list is empty.", "Write the answers, or delete it.")
    return tuple(words(one, desk) for one in found.nodes) or ("",)


def _languages(node: Table, desk: Desk) -> tuple[str, ...]:
    """The languages of a table, the one the set is written in first."""
    known = [key for key in node.keys if _is_known(key, node, desk)]
    if not node.keys:
        desk.log.add("empty-text", node, "This text is empty.", "Write it, or delete its field.")
    elif EVERY_LANGUAGE in known and len(known) > 1:
        desk.log.add(
            "mixed-languages",
            node.keys[EVERY_LANGUAGE],
            "`all` stands for every language and cannot stand beside another one.",
            "Keep `all` alone, or write each language by itself.",
        )
    elif EVERY_LANGUAGE not in known and known:
        _check_written(node, known, desk)
    return tuple(sorted(known, key=lambda key: key != desk.language))


def _check_written(node: Table, known: list[str], desk: Desk) -> None:
    if desk.language and desk.language not in known:
        desk.log.add(
            "missing-language",
            node,
            f"The set is written in `{desk.language}`, but this text has only {listed(known)}.",
            f"Add `{desk.language}`.",
        )
    else:
        _say_missing(set(known), node, desk)


def _is_known(key: str, node: Table, desk: Desk) -> bool:
    spot = node.keys[key]
    if key == EVERY_LANGUAGE or key in (desk.language, *desk.translations):
        return True
    if is_language(key):
        desk.unlisted.setdefault(key, spot)
        return True
    near = did_you_mean(key, (EVERY_LANGUAGE, desk.language, *desk.translations))
    desk.log.add(
        "bad-language",
        spot,
        f"`{key[:60]}` is not the code of a language.",
        f"{near} In braces, a text with a comma stands in double quotes.",
    )
    return False


def _say_missing(present: set[str], node: Node, desk: Desk) -> None:
    missing = [one for one in desk.translations if one not in present]
    if missing and desk.language:
        desk.log.add(
            "missing-translation",
            node,
            f"This text is missing in {listed(missing)}: it is shown in `{desk.language}` there.",
            "Translate it, or write {all: …} where it is the same in every language.",
        )
