"""Texts in several languages, and the labelled things that carry them."""

from collections.abc import Mapping

from bot.quiz.frozen import frozen

EVERY_LANGUAGE = "all"


@frozen
class Text:
    """One text in one or more languages.

    `texts` maps a language code, or `all`, to a string; its first entry is the language the text
    was written in and the fallback. Never empty.
    """

    texts: Mapping[str, str]

    def in_(self, language: str) -> str:
        """The text in `language`, else the one for every language, else as it was written."""
        return (
            self.texts.get(language)
            or self.texts.get(EVERY_LANGUAGE)
            or next(iter(self.texts.values()))
        )


@frozen
class Option:
    """One thing to choose: its text, and what to tell whoever chose it."""

    text: Text
    feedback: Text | None = None
