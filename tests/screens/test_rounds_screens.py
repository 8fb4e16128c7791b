"""What groups see: within Telegram's limits, in both languages, and kind to whoever is last."""

import inspect
import re
from dataclasses import replace
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.entities import utf16_length
from bot.play import group_actions as actions
from bot.play import group_outcomes as outcomes
from bot.play.group_actions import GroupAction
from bot.play.groups import NO_DAY, SETTLED
from bot.play.lobbies import TUNED
from bot.quiz.question import Question
from bot.quiz.round import Rules
from bot.quiz.scoring import Score
from bot.quiz.text import Option, Text
from bot.screens.draw_group import DRAWN
from bot.screens.lobby import NAMES_SHOWN
from bot.screens.screen import Poll
from bot.screens.words import Words, languages
from bot.store.boards import Page
from bot.store.groups import Group
from bot.store.standings import Team
from bot.telegram.buttons import HIGHEST, MOST_BYTES, decode, encode
from tests.builders import a_set, multiple, one_of_each, options, single, text, true_false
from tests.screens.evenings import (
    ROUND,
    drawn,
    evening,
    everything,
    group,
    lobby,
    mistakes_of,
    only,
    podium,
    replies,
    revealed,
    screens_of,
    table_of,
)
from tests.screens.scenes import HOSTILE, USERNAME, labels, read, row

# Not outcomes by themselves: where they are shown, and the wrapper around them.
NOT_SHOWN = {outcomes.Place, outcomes.Aired}
DRAWN_APART = {outcomes.Podium, outcomes.Dropped}
LONG_ID = "x" * 40


@pytest.fixture(params=languages())
def language(request):
    return request.param


def fits(reply):
    """Hold a reply, and whatever may be sent instead of it, against what Telegram takes."""
    assert utf16_length(reply.notice) <= 200
    for screen in screens_of(reply):
        assert 1 <= utf16_length(read(screen)) <= (1024 if screen.attachment else 4096)
        assert len(screen.rows) <= 100
        for buttons in screen.rows:
            assert 1 <= len(buttons) <= 8
            for button in buttons:
                assert (button.action is None) != (button.url is None)
                assert 1 <= utf16_length(button.label) <= 64
                if button.action is not None:
                    assert len(encode(button.action).encode()) <= 64
        if screen.poll:
            fits_a_poll(screen.poll)


def fits_a_poll(poll: Poll):
    assert 1 <= utf16_length(poll.question) <= 300
    assert 2 <= len(poll.options) <= 12
    assert all(1 <= utf16_length(option) <= 100 for option in poll.options)
    assert utf16_length(poll.explanation) <= 200
    assert poll.explanation.count("\n") <= 2
    assert poll.right
    assert list(poll.right) == sorted(set(poll.right))
    assert poll.right[-1] < len(poll.options)
    assert poll.seconds is None or 5 <= poll.seconds <= 2_628_000


def wordy(words: str) -> tuple[Question, ...]:
    """One item of each kind that says this wherever an editor can say something."""
    told = text(words, words)
    return tuple(replace(item, text=told, explanation=told) for item in one_of_each())


# --- everything there is


def test_every_outcome_has_its_line():
    theirs = {
        thing
        for _, thing in inspect.getmembers(outcomes, inspect.isclass)
        if thing.__module__ == outcomes.__name__
    }
    assert DRAWN.keys() | DRAWN_APART == theirs - NOT_SHOWN
    assert {type(each) for each in everything(a_set(), "Anna")} == theirs - NOT_SHOWN


@pytest.mark.parametrize(
    "written",
    ["Anna", HOSTILE, "🦉" * 30, "\N{HANGUL FILLER}", "x" * 700],
    ids=["plain", "hostile", "emoji", "blank", "long"],
)
def test_whatever_is_shown_fits_telegram(language, written):
    quiz = a_set(*wordy(written), id_=LONG_ID, title=text(written[:200], written[:200]))
    for outcome in everything(quiz, written):
        for reply in replies(outcome, language):
            fits(reply)


def test_names_and_titles_are_never_read_as_markup(language):
    quiz = a_set(*wordy(HOSTILE), title=text(HOSTILE, HOSTILE))
    for outcome in everything(quiz, HOSTILE):
        for reply in replies(outcome, language):
            for screen in screens_of(reply):
                said = read(screen)  # fails where Telegram could not read it
                assert said.count("{$x}") == said.count("<b>&\"' </i>{$x}")


def test_the_languages_do_not_mix():
    """Nothing that is said in one language is said in the other, but what is in neither."""
    quiz = a_set(*wordy("…"), title=text("…", "…"))
    same = {"…", "", "QR code", "▶ Start"}
    for outcome in everything(quiz, "…"):
        pairs = zip(replies(outcome, "it"), replies(outcome, "en"), strict=True)
        for italian, english in pairs:
            for here, there in zip(screens_of(italian), screens_of(english), strict=True):
                assert read(here) not in same
                if not here.attachment:
                    assert read(here) != read(there), read(here)


# --- polls


def polled(item: Question, language: str = "it", rules: Rules | None = None) -> Poll | None:
    saved = evening(a_set(item), polls=True, rules=rules or Rules(30))
    return only(outcomes.ItemOpen(saved), language).poll


def choosing(*said: str) -> Question:
    kept = {f"k{n}": Option(text(each, each)) for n, each in enumerate(said)}
    plain = single(keys=kept, answer="k0", shuffle=False)
    return replace(plain, body=replace(plain.body, options=kept))


PREFIX = utf16_length("1/1 · ")


@pytest.mark.parametrize("sign", ["x", "è", "🦉"], ids=["x", "è", "owl"])
def test_a_question_at_the_limit_is_a_poll_and_past_it_has_buttons(sign):
    most = (300 - PREFIX) // utf16_length(sign)
    fitting = single(text=text(sign * most, sign * most))
    poll = polled(fitting)
    assert poll is not None
    fits_a_poll(poll)
    longer = sign * (most + 1)
    too_long = single(text=text(longer, longer))
    assert polled(too_long) is None
    asked = labels(only(outcomes.ItemOpen(evening(a_set(too_long), polls=True))))
    assert {label for (label,) in asked[:3]} == {"Opzione a", "Opzione b", "Opzione c"}


@pytest.mark.parametrize("sign", ["x", "🦉"], ids=["x", "owl"])
def test_an_option_at_the_limit_is_a_poll_and_past_it_has_buttons(sign):
    most = 100 // utf16_length(sign)
    poll = polled(choosing(sign * most, "no"))
    assert poll is not None
    fits_a_poll(poll)
    assert polled(choosing(sign * (most + 1), "no")) is None


@pytest.mark.parametrize(
    "explanation, carried",
    [
        ("x" * 200, True),
        ("x" * 201, False),
        ("🦉" * 100, True),
        ("🦉" * 101, False),
        ("a\nb\nc", True),
        ("a\nb\nc\nd", False),
    ],
    ids=["fits", "long", "owls-fit", "owls-long", "lines-fit", "lines-long"],
)
def test_an_explanation_is_carried_where_it_fits_and_revealed_in_any_case(explanation, carried):
    item = single(explanation=text(explanation, explanation))
    poll = polled(item)
    assert poll is not None
    assert poll.explanation == (explanation if carried else "")
    assert explanation in read(only(revealed(evening(a_set(item), phase="revealed"))))


def test_each_language_is_measured_by_itself():
    item = single(text=Text({"it": "x" * 400, "en": "short"}))
    assert polled(item, "it") is None
    assert polled(item, "en") is not None


@given(st.permutations(["a", "b", "c", "d"]), st.sets(st.sampled_from("abcd"), min_size=1))
def test_right_options_are_right_in_whatever_order(order, right):
    item = multiple(keys="abcd", answer=sorted(right))
    saved = evening(a_set(item), polls=True)
    saved = replace(saved, state=replace(saved.state, orders=(tuple(order),)))
    poll = only(outcomes.ItemOpen(saved)).poll
    assert poll is not None
    fits_a_poll(poll)
    assert poll.options == tuple(f"Opzione {key}" for key in order)
    assert {order[place] for place in poll.right} == right
    assert poll.several


def test_true_and_false_are_said_in_the_groups_language():
    assert polled(true_false()).options == ("Vero", "Falso")
    assert polled(true_false(), "en").options == ("True", "False")


@pytest.mark.parametrize(
    "rules, seconds",
    [(Rules(), None), (Rules(30), 30), (Rules(30, unhurried=True), 60), (Rules(4), None)],
)
def test_a_poll_is_open_as_long_as_the_question(rules, seconds):
    assert polled(single(), rules=rules).seconds == seconds


def test_a_poll_that_was_lost_is_asked_again_by_buttons():
    saved = evening(polls=True)
    asked = only(outcomes.ItemOpen(saved))
    assert asked.poll is not None
    assert asked.instead is not None
    again = only(outcomes.ItemOpen(saved, instead=True))
    assert (again.poll, again.text, again.rows) == (None, asked.instead.text, asked.instead.rows)
    assert Words("it").plain("item-instead") in read(again)
    assert {label for (label,) in labels(again)[:3]} == {"Opzione a", "Opzione b", "Opzione c"}


def test_groups_that_prefer_buttons_get_no_polls():
    for position in range(3):
        assert only(outcomes.ItemOpen(evening(position=position))).poll is None


# --- buttons


@pytest.mark.parametrize("kind", get_args(GroupAction))
def test_the_longest_of_each_action_fits_a_button(kind):
    longest = {
        "round": "x" * len(ROUND), "position": HIGHEST, "choice": 11, "page": HIGHEST, "team": 4,
        "set_id": LONG_ID, "value": LONG_ID, "what": "admins_start", "kind": "friends",
        "period": "month", "done": True,
    }  # fmt: skip
    named = {name: longest[name] for name in kind.__dataclass_fields__}
    if kind is actions.Tune:
        named["what"] = "set"
    action = kind(**named)
    assert len(encode(action).encode()) <= MOST_BYTES
    assert decode(encode(action)) == action


def test_links_into_the_private_chat_are_within_their_limit():
    """A start parameter has at most 64 characters of these."""
    shown = [lobby(), podium([row(1)]), outcomes.ItemOpen(evening(a_set()))]
    shown += [outcomes.ItemOpen(evening(a_set(), position)) for position in range(7)]
    links = [
        button.url
        for outcome in shown
        for reply in replies(outcome)
        for screen in screens_of(reply)
        for buttons in screen.rows
        for button in buttons
        if button.url
    ]
    assert {link.partition("=")[2].partition("-")[0] for link in links} == {
        "join", "mistakes", "answer",
    }  # fmt: skip
    for link in links:
        address, _, start = link.partition("?start=")
        assert address == f"https://t.me/{USERNAME}"
        assert len(start) <= 64
        assert start.replace("-", "").replace("_", "").isalnum()


def test_a_private_word_repeats_all_that_was_chosen_however_long():
    keys = "abcdefghijkl"
    kept = {key: Option(text(f"{key} " + "lungo " * 15)) for key in keys}
    item = multiple(keys=keys, answer="a", shuffle=False)
    saved = evening(a_set(replace(item, body=replace(item.body, options=kept))))
    order = saved.state.orders[0]
    (reply,) = replies(outcomes.Voted(saved, (order[0], order[11])))
    assert utf16_length(reply.notice) <= 200
    assert "A; L" in reply.notice
    short = evening(a_set(single()))
    (reply,) = replies(outcomes.Voted(short, ("b",)))
    assert "Opzione b" in reply.notice


def test_an_open_question_tells_only_how_many_have_answered():
    asked = read(only(outcomes.ItemProgress(evening())))
    assert Words("it").plain("item-answered", answered=1, joined=3) in asked
    assert not re.search("Opzione a.*Opzione a", asked, re.DOTALL)


# --- three hundred people


def crowd(count, **more):
    return [row(rank, f"Persona {rank:03}", **more) for rank in range(1, count + 1)]


def test_three_hundred_in_the_lobby_are_counted_and_some_are_named(language):
    view = lobby(crowd(300), evening(phase="lobby", position=-1, teams=4))
    (reply,) = replies(view, language)
    fits(reply)
    said = read(only(view, language))
    assert "(300)" in said
    assert said.count("Persona") == NAMES_SHOWN
    assert "…" in said


@pytest.mark.parametrize("name", ["W" * 64, "🦉" * 64, HOSTILE, "e\u0301" * 60])
def test_three_hundred_long_names_fit(name, language):
    people = [row(rank, name) for rank in range(1, 301)]
    for view in (lobby(people), podium([replace(each, rank=1) for each in people])):
        for reply in replies(view, language):
            fits(reply)


# --- kindness


def test_low_places_are_never_on_the_podium():
    people = [row(rank, f"N{rank}", score=Score(9000 - rank, 9000)) for rank in range(1, 30)]
    said = read(only(podium(people)))
    assert [n for n in range(1, 30) if f"N{n}\u2069" in said] == [1, 2, 3]
    assert "29" in said, "how many played"


def test_whoever_has_nothing_is_not_on_it_even_at_rank_one():
    nothing = Score(0, 3000)
    said = read(only(podium([row(1, "Anna", score=nothing), row(1, "Bruno", score=nothing)])))
    assert "Anna" not in said
    assert "Bruno" not in said


def test_ties_share_their_place():
    people = [row(rank, name) for rank, name in ((1, "A"), (2, "B"), (2, "C"), (4, "D"))]
    said = read(only(podium(people)))
    assert [line[:2] for line in said.splitlines() if line[:1].isdigit()] == ["1.", "2.", "2."]


def test_a_reveal_names_only_the_top_three_it_was_given():
    said = read(only(revealed(top=tuple(row(rank, f"N{rank}") for rank in (1, 2, 3)))))
    assert all(f"N{rank}" in said for rank in (1, 2, 3))


def test_my_place_is_for_ones_own_eyes():
    ((_, reply),) = drawn(outcomes.OwnPlace(row(28), 29, 3))
    assert "28" in reply.notice
    assert (reply.send, reply.edit, reply.said) == ((), None, None)


def test_the_hidden_are_somebody_and_aliases_hold_everywhere(language):
    hidden = row(1, "Segreta", shown_as="hidden")
    alias = row(2, "Anagrafica", shown_as="alias", alias="Altair 417")
    people = (hidden, alias)
    board = outcomes.GroupBoardView("all", None, 0, 10, Page(people, (), 2))
    for view in (
        lobby(people),
        podium(people),
        revealed(top=people, streak=(hidden, 4)),
        board,
    ):
        said = "\n".join(
            read(screen) for reply in replies(view, language) for screen in screens_of(reply)
        )
        assert "Segreta" not in said
        assert "Anagrafica" not in said
        assert "Altair 417" in said


def test_at_the_end_only_what_was_not_said_yet_is_drawn():
    quiz = a_set(single("one"))
    over = evening(quiz, phase="over")
    both = podium([row(1)], over, table=table_of(quiz))
    assert [place.chat_id for place, _ in drawn(both)] == [over.chat_id, over.starter]
    left = replace(both, saved=replace(both.saved, saying="table"))
    assert [place.chat_id for place, _ in drawn(left)] == [over.starter]


def test_the_starter_gets_a_table_without_names_in_private():
    people = [row(1, "Anna"), row(2, "Bruno")]
    quiz = a_set(single("one"), multiple("two"))
    over = evening(quiz, phase="over", position=1)
    (_, _), (place, table) = drawn(podium(people, over, table=table_of(quiz)))
    assert place.chat_id == over.starter
    said = read(table.send[0])
    assert "Anna" not in said
    assert "Bruno" not in said
    assert "33%" in said
    assert "Opzione a" in said


def test_a_weekly_round_has_no_starter_to_write_to():
    quiz = a_set(single("one"))
    over = evening(quiz, phase="over", starter=0)
    assert len(drawn(podium([row(1)], over, table=table_of(quiz)))) == 1


# --- long rounds


def test_a_long_round_is_told_in_as_many_messages_as_it_needs(language):
    long = text("parola " * 60, "word " * 60)
    quiz = a_set(*(single(f"q{n}", text=long, explanation=long) for n in range(60)))
    shut = evening(quiz, phase="over", position=59)
    (mine,) = replies(outcomes.Mistakes(shut, mistakes_of(quiz)), language)
    _, table = replies(podium([row(1)], shut, table=table_of(quiz)), language)
    for reply in (mine, table):
        fits(reply)
        assert len(reply.send) > 1
    told = "\n".join(read(screen) for screen in table.send)
    assert [n for n in range(1, 61) if f"{n}. " not in told] == []
    whole = "\n".join(read(screen) for screen in mine.send)
    assert whole.count("parola " * 50 if language == "it" else "word " * 50) == 120


def test_twelve_options_in_a_set_of_a_thousand_items_fit(language):
    items = [single(f"q{n}", keys=options("abcdefghijkl")) for n in range(1000)]
    saved = evening(a_set(*items), position=999)
    for outcome in (outcomes.ItemOpen(saved), outcomes.ItemProgress(saved)):
        for reply in replies(outcome, language):
            fits(reply)


# --- settings


def settled(now: Group, language: str) -> dict[str, str]:
    """What each button of the settings leads to."""
    view = outcomes.GroupSettingsView(now, "Europe/Rome")
    buttons = [button for buttons in only(view, language).rows for button in buttons]
    return {button.action.what: button.action.value for button in buttons}


@pytest.mark.parametrize("what", ["weekly_hour", "admins_start", *TUNED])
def test_tapping_on_every_value_of_a_setting_comes_up(language, what):
    now, met = group(weekly_day=2), set()
    while (value := int(settled(now, language)[what])) not in met:
        met.add(value)
        now = replace(now, **{what: value})
    assert met == set(SETTLED[what])


def test_tapping_on_every_day_of_the_week_comes_up_and_none(language):
    now, met = group(), []
    for _ in range(8):
        met.append(settled(now, language)["weekly_day"])
        day = None if met[-1] == NO_DAY else int(met[-1])
        now = replace(now, weekly_day=day)
        assert ("weekly_hour" in settled(now, language)) is (day is not None)
    assert met == ["0", "1", "2", "3", "4", "5", "6", NO_DAY]


@pytest.mark.parametrize(
    "agreed, said, unsaid",
    [
        ({"rules": Rules()}, ["lobby-no-limit", "lobby-buttons"], ["lobby-polls", "lobby-bonus"]),
        ({"rules": Rules(30, bonus=True)}, ["lobby-bonus"], ["lobby-no-limit", "lobby-unhurried"]),
        ({"rules": Rules(None, bonus=True)}, ["lobby-no-limit"], ["lobby-bonus"]),
        ({"rules": Rules(30, bonus=True, unhurried=True)}, ["lobby-unhurried"], ["lobby-bonus"]),
        ({"polls": True}, ["lobby-polls", "lobby-automatic"], ["lobby-buttons"]),
    ],
)
def test_the_lobby_says_what_was_agreed(language, agreed, said, unsaid):
    words = Words(language)
    shown = read(only(lobby((), evening(phase="lobby", position=-1, **agreed)), language))
    assert [key for key in said if words.plain(key) not in shown] == []
    assert [key for key in unsaid if words.plain(key) in shown] == []


def test_teams_on_the_podium_share_ranks_and_tell_means():
    teams = (Team(2, 3, Fraction(4000, 3)), Team(1, 1, Fraction(1000)), Team(3, 2, Fraction(1000)))
    said = read(only(podium([row(1)], teams=teams)))
    lines = [line for line in said.splitlines() if "Squadra" in line]
    assert [line[:2] for line in lines] == ["1.", "2.", "2."]
    assert "in media 1,33 punti" in lines[0]
