"""A poll as a request gives it, held against Telegram's rules.

Telegram's own sentences where its published sources have them. Its servers do not say how they
refuse an explanation or a time that the documentation does not allow: those sentences are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.demo import given
from bot.demo.entities import Formatted, utf16_length
from bot.demo.errors import bad_request
from bot.demo.params import Params
from bot.demo.polls import Json, Poll
from bot.demo.world import World

QUESTION_LIMIT = 300
OPTION_LIMIT = 100
MOST_OPTIONS = 12
EXPLANATION_LIMIT = 200
EXPLANATION_LINE_FEEDS = 2
DESCRIPTION_LIMIT = 1024
SHORTEST, LONGEST = 5, 2_628_000  # seconds that a poll can be open
_NOT_HERE = (
    "allow_adding_options",
    "members_only",
    "country_codes",
    "explanation_media",
    "media",
)


def read(world: World, params: Params) -> Poll:
    """The poll asked for; it stands nowhere yet."""
    for name in _NOT_HERE:
        if params.has(name):
            raise bad_request(f"this stand-in has no polls with {name}")
    question = given.required(params, "question", "question_entities", "question_parse_mode")
    if len(question.text) > QUESTION_LIMIT:
        raise bad_request(f"poll question length must not exceed {QUESTION_LIMIT}")
    options = _options(world, params)
    poll = Poll(
        world.token(),
        given.content("question", _plain(question)),
        options,
        is_anonymous=params.flag("is_anonymous", True),
        allows_multiple_answers=params.flag("allows_multiple_answers"),
        shuffles=params.flag("shuffle_options"),
        hides_results=params.flag("hide_results_until_closes"),
        description=_description(params),
        is_closed=params.flag("is_closed"),
    )
    _read_kind(poll, params)
    _read_ending(poll, params, world.now())
    return poll


def _options(world: World, params: Params) -> list[Json]:
    listed = params.structure("options", "options")
    if not isinstance(listed, list):
        raise bad_request("expected an Array of InputPollOption")
    texts = [_option(option) for option in listed]
    if not texts:
        raise bad_request("poll must have at least one answer option")
    if len(texts) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    return [
        {"persistent_id": world.token(), **given.content("text", text), **_entities(text)}
        for text in texts
    ]


def _entities(text: Formatted) -> Json:
    return {"text_entities": text.entities} if text.entities else {}


def _option(option: Any) -> Formatted:
    if isinstance(option, str):
        option = {"text": option}
    if not isinstance(option, dict):
        raise bad_request("can't parse InputPollOption: Expected InputPollOption to be an Object")
    if option.get("media"):
        raise bad_request("this stand-in has no poll options with media")
    text = given.required(Params(option), "text", "text_entities", "text_parse_mode")
    if len(text.text) > OPTION_LIMIT:
        raise bad_request(f"poll options length must not exceed {OPTION_LIMIT}")
    return _plain(text)


def _plain(text: Formatted) -> Formatted:
    """Of entities, questions and options keep only custom emoji."""
    kept = [entity for entity in text.entities if entity["type"] == "custom_emoji"]
    return Formatted(text.text, kept)


def _description(params: Params) -> Json:
    text = given.optional(params, "description", "description_entities", "description_parse_mode")
    if utf16_length(text.text) > DESCRIPTION_LIMIT:
        raise bad_request("message caption is too long")
    return given.content("description", text)


def _read_kind(poll: Poll, params: Params) -> None:
    kind = params.text("type") or "regular"
    if kind not in {"regular", "quiz"}:
        raise bad_request("unsupported poll type specified")
    poll.kind = kind
    poll.allows_revoting = params.flag("allows_revoting", kind == "regular")
    if kind == "quiz":
        poll.explanation = _explanation(params)
        poll.correct = _correct(params, len(poll.options))


def _correct(params: Params, count: int) -> Sequence[int]:
    correct = params.structure("correct_option_ids", "correct option identifiers")
    if correct is None and params.has("correct_option_id"):  # as it was called before there were
        correct = [params.integer("correct_option_id")]  # several
    if not isinstance(correct, list | None):
        raise bad_request("expected an Array of correct option identifiers")
    if not all(isinstance(number, int) for number in correct or []):
        raise bad_request("correct option identifier must be of type Number")
    if not correct:
        raise bad_request("correct quiz option list must be non-empty")
    if sorted(set(correct)) != correct:
        raise bad_request("correct quiz option list must be increasing")
    if correct[0] < 0 or correct[-1] >= count:
        raise bad_request("wrong quiz correct_option_id")
    return correct


def _explanation(params: Params) -> Json:
    text = given.optional(params, "explanation", "explanation_entities", "explanation_parse_mode")
    if utf16_length(text.text) > EXPLANATION_LIMIT:
        raise bad_request("quiz explanation is too long")
    if text.text.count("\n") > EXPLANATION_LINE_FEEDS:
        raise bad_request("quiz explanation has too many line feeds")
    return given.content("explanation", text)


def _read_ending(poll: Poll, params: Params, now: int) -> None:
    if params.has("open_period") and params.has("close_date"):
        raise bad_request("open_period can't be used together with close_date")
    seconds = params.integer("open_period")
    if params.has("close_date"):
        seconds = params.integer("close_date") - now
    elif not params.has("open_period"):
        return
    if not SHORTEST <= seconds <= LONGEST:
        raise bad_request(f"a poll is open for {SHORTEST} to {LONGEST} seconds")
    poll.open_period, poll.close_date = seconds, now + seconds
