"""The bot's words: Project Fluent files by language, numbers and dates by Babel.

A language is a folder under `locales/`; nothing else names the languages.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from fractions import Fraction
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from babel.dates import format_date, format_skeleton, format_timedelta, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, format_scientific
from fluent.runtime import FluentBundle, FluentResource
from markupsafe import Markup, escape

from bot.quiz.frozen import frozen
from bot.quiz.question import Source
from bot.quiz.scoring import MILLI
from bot.quiz.text import Text

FALLBACK = "en"
GROUPED_FROM, SCIENTIFIC_FROM = 10_000, 1e15


@frozen
class Words:
    """All that is said in one language. Whatever goes into a text is escaped, unless Markup."""

    language: str

    def say(self, key: str, **values: Any) -> Markup:
        """The text of this name with these values, as HTML."""
        return _formatted(self.language, key, values) if values else _fixed(self.language, key)

    def plain(self, key: str, **values: Any) -> str:
        """The same for where no HTML is read: buttons, notices, pictures."""
        return self.say(key, **values).unescape() if values else _fixed_plain(self.language, key)

    def text(self, text: Text) -> str:
        """An editor's text in this language."""
        return text.in_(self.language)

    def number(self, value: float) -> str:
        """A number as it is written out; four digits stand together, for they may be a year."""
        if abs(value) >= SCIENTIFIC_FROM:
            return str(format_scientific(value, locale=self.language, decimal_quantization=False))
        pattern = "0.#" if abs(value) < GROUPED_FROM else "#,##0.#"
        return str(format_decimal(value, pattern, locale=self.language, decimal_quantization=False))

    def share(self, share: Fraction) -> str:
        """A share of 1 as a whole percentage."""
        return str(format_percent(float(share), locale=self.language))

    def day(self, day: date) -> str:
        return str(format_date(day, "long", locale=self.language))

    def moment(self, moment: datetime, zone: tzinfo) -> str:
        """A day and the time of the day, as the clocks of this zone show it."""
        there = moment.astimezone(zone)
        return f"{format_date(there, 'medium', locale=self.language)}, {there:%H:%M}"

    def ago(self, passed: timedelta) -> str:
        """How long ago, roughly."""
        return str(format_timedelta(-passed, add_direction=True, locale=self.language))

    def weekday(self, day: int) -> str:
        """A day of the week; Monday is 0."""
        return str(get_day_names("wide", locale=self.language)[day])

    def listing(self, things: Iterable[str]) -> str:
        """Things joined as a list is spoken."""
        return str(format_list(list(things), locale=self.language))

    def source(self, source: Source) -> str:
        """What a set was written from, with its date as precisely as it is known."""
        return _article_of(self, source.date)


@cache
def _fixed(language: str, key: str) -> Markup:
    """A text that nothing goes into."""
    return _formatted(language, key, {})


@cache
def _fixed_plain(language: str, key: str) -> str:
    return _fixed(language, key).unescape()


def _formatted(language: str, key: str, values: Mapping[str, Any]) -> Markup:
    bundle = _bundles()[language]
    message = bundle.get_message(key)
    if message.value is None:
        raise KeyError(key)
    safe = {name: _escaped(value) for name, value in values.items()}
    text, errors = bundle.format_pattern(message.value, safe)
    if errors:
        raise errors[0]
    return Markup(text)  # noqa: S704 - the texts are ours, the values are escaped


@lru_cache(1024)
def _article_of(words: Words, written: str) -> str:
    parts = [int(part) for part in written.split("-")]
    precision = ("year", "month", "day")[len(parts) - 1]
    day = date(*[*parts, 1, 1][:3])
    dated = _dated(words, day, precision)
    return words.plain("article-of", date=dated, day=day.day, precision=precision)


def _dated(words: Words, day: date, precision: str) -> str:
    if precision == "day":
        return words.day(day)
    skeleton = "yMMMM" if precision == "month" else "y"
    return str(format_skeleton(skeleton, day, locale=words.language))


def number_of(milli: int) -> float:
    """Thousandths as a number whose plural can be told: whole where it is whole."""
    return milli // MILLI if milli % MILLI == 0 else milli / MILLI


def languages() -> tuple[str, ...]:
    """The languages the bot speaks."""
    return tuple(_bundles())


@lru_cache(256)
def words_for(language: str | None) -> Words:
    """The words for a language code such as `it` or `pt-br`, or the nearest there are."""
    code = (language or FALLBACK).lower().split("-")[0]
    return Words(code if code in _bundles() else FALLBACK)


@cache
def _bundles() -> Mapping[str, FluentBundle]:
    folder = resources.files("bot.screens") / "locales"
    codes = sorted(entry.name for entry in folder.iterdir() if entry.is_dir())
    bundles = {}
    for code in codes:
        # What a screen isolates it isolates itself; marks in every text would double them.
        bundles[code] = FluentBundle([code], use_isolating=False)
        for file in (folder / code).iterdir():
            if file.name.endswith(".ftl"):
                bundles[code].add_resource(FluentResource(file.read_text("utf-8")))
    return bundles


def _escaped(value: Any) -> Any:
    return str(escape(value)) if isinstance(value, str) else value
