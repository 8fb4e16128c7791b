"""Names people gave themselves, made safe to stand beside others'."""

import re
import unicodedata

from bot.screens.words import Words

LONGEST = 32
MARKS_IN_A_ROW = 2
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
# Letters and signs to Unicode that look like nothing: fillers, the braille blank, a null note.
BLANK = re.compile("[\u115f\u1160\u3164\uffa0\u2800\U0001d159]")


def clean(name: str, longest: int = LONGEST) -> str:
    """One line without control, direction and blank characters, capped; "" if nothing is left."""
    visible = "".join(map(_visible, BLANK.sub(" ", name)))
    flat = " ".join(_few_marks(unicodedata.normalize("NFC", visible)).split())
    if all(unicodedata.category(character)[0] in "MZ" for character in flat):
        return ""
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"


def shown(name: str, player_id: int, words: Words) -> str:
    """A name for others to see: clean, isolated from the direction of what stands around it."""
    safe = clean(name) or words.plain("player", number=f"{player_id % 10_000:04}")
    return f"{FIRST_STRONG_ISOLATE}{safe}{POP_ISOLATE}"


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category in ("Cc", "Cn", "Co", "Cs", "Zl", "Zp") else character


def _few_marks(text: str) -> str:
    """Marks piled on one letter reach into the lines above: two are enough for every script."""
    kept, pile = [], 0
    for character in text:
        if not unicodedata.category(character).startswith("M"):
            pile = 0
        elif unicodedata.combining(character) or unicodedata.category(character) == "Me":
            pile += 1
        if pile <= MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)
