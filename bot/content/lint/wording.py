"""Rules about the words of stem and options."""

import re
from collections.abc import Iterator

from bot.content.lint.finding import Finding, options, own, sides
from bot.content.lint.words import ABSOLUTES, ALL_OR_NONE, COMMON, NEGATIONS, PERSONS
from bot.quiz.kinds.short import Short, bare
from bot.quiz.question import Question

_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|‘[^’]*’")
_WORD = re.compile(r"\w{4,}")
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*)+")


def negation(question: Question, language: str) -> Iterator[Finding]:
    """A negation in the stem is easily read over; quotations are not the editor's words."""
    stem = own(question.text, language)
    if language not in NEGATIONS or not stem:
        return
    for found in NEGATIONS[language].finditer(_QUOTED.sub(" ", stem)):
        if not found[0].isupper():
            yield Finding(
                "negation",
                ("text", language),
                f"The question says “{found[0]}”, which is easily read over.",
                f"Ask for what is the case, or emphasise it: {found[0].upper()}.",
            )
            return


def all_or_none(question: Question, language: str) -> Iterator[Finding]:
    """Such an option is right or wrong by logic, and loses its sense when options are shuffled."""
    if language not in ALL_OR_NONE:
        return
    for key, option in options(question).items():
        if ALL_OR_NONE[language].search(own(option.text, language)):
            yield Finding(
                "all-or-none",
                ("options", key, "text", language),
                "An option speaks of all or none of the others.",
                "Write an option of its own, or use the type `multiple`.",
            )


def absolute(question: Question, language: str) -> Iterator[Finding]:
    """Whoever knows nothing leaves out the options that say always or never."""
    right, wrong = sides(question, language)
    if language not in ABSOLUTES or any(map(ABSOLUTES[language].search, right)):
        return
    found = next(filter(None, map(ABSOLUTES[language].search, wrong)), None)
    if found:
        yield Finding(
            "absolute",
            ("options",),
            f"Only wrong options say “{found[0]}” ({language}): that gives them away.",
            "Leave it out, or say it in a right option too.",
        )


def echo(question: Question, language: str) -> Iterator[Finding]:
    """A word of the stem that comes again in the right option alone points at it."""
    right, wrong = sides(question, language)
    stem = own(question.text, language)
    if not right or not stem or language not in COMMON:
        return
    told = set.intersection(*map(_words, right)) & _words(stem) - COMMON[language]
    for word in sorted(told.difference(*map(_words, wrong))):
        yield Finding(
            "echo",
            ("options",),
            f"“{word}” of the question comes again in the right option only ({language}).",
            "Use another word in one of the two places, or use it in a wrong option too.",
        )


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def person(question: Question, language: str) -> Iterator[Finding]:
    """Names of persons are spelled in many ways, and their neighbours are other persons."""
    body = question.body
    if not (isinstance(body, Short) and _asks_for_person(body, question, language)):
        return
    if len({bare(one) for group in body.accept.values() for one in group}) < 2:
        yield Finding(
            "name-spellings",
            ("accept",),
            "The answer looks like a person's name with only one spelling.",
            "Add the surname alone and other usual spellings.",
        )
    if not any(body.reject.values()):
        yield Finding(
            "name-rejects",
            ("accept",),
            "The answer looks like a person's name, and no similar name is rejected.",
            "Add `reject` with the people one could mean instead, such as relatives.",
        )


def _asks_for_person(body: Short, question: Question, language: str) -> bool:
    stem = own(question.text, language)
    first = (body.accept.get(language) or next(iter(body.accept.values())))[0]
    return (
        language in PERSONS
        and PERSONS[language].search(stem) is not None
        and first[:1].isupper()
        and (_NAME.fullmatch(first) is not None or first.isalpha())
    )
