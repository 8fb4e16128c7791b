"""Whatever happens, and whatever people and editors wrote, there is a screen Telegram takes."""

import inspect
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import catalog
from bot.play import outcomes
from bot.quiz.text import Text
from bot.screens.draw import DRAWN, sorry
from bot.screens.words import languages
from tests.builders import a_set, one_of_each, text
from tests.checkout import ROOT
from tests.screens.scenes import (
    HOSTILE,
    drawn,
    ended,
    everything,
    finished,
    fits_telegram,
    moved,
    put_off,
    read,
    rightly,
    saved,
    screens,
    with_media,
)
from tests.strategies import moves, questions

# A wrapper around outcomes, and a part of one.
NOT_SHOWN = {outcomes.Told, outcomes.Part}


def hostile(words: str = HOSTILE) -> Text:
    return text(words, words)


@pytest.fixture(params=languages())
def language(request):
    return request.param


def test_every_outcome_has_its_line():
    theirs = {
        thing
        for _, thing in inspect.getmembers(outcomes, inspect.isclass)
        if thing.__module__ == outcomes.__name__
    }
    assert DRAWN.keys() == theirs - NOT_SHOWN
    assert {type(each) for each in everything(a_set(), "Anna")} == DRAWN.keys()


@pytest.mark.parametrize(
    "written",
    ["Anna", HOSTILE, "🦉" * 30, "\N{HANGUL FILLER}"],
    ids=["plain", "hostile", "emoji", "blank"],
)
def test_whatever_is_shown_fits_telegram(language, written):
    quiz = a_set(title=text(written, written), description=text(written, written))
    for outcome in everything(quiz, written):
        fits_telegram(drawn(outcome, language, name=written))
    fits_telegram(sorry(language))


def test_names_and_titles_are_never_read_as_markup(language):
    quiz = a_set(title=hostile(), description=hostile())
    shown = {
        type(outcome): "\n".join(read(s) for s in screens(drawn(outcome, language, name=HOSTILE)))
        for outcome in everything(quiz, HOSTILE)
    }
    for kind in (outcomes.Card, outcomes.StopOrPause, outcomes.Sets, outcomes.Finished):
        assert HOSTILE in shown[kind], kind
    for kind in (outcomes.Welcome, outcomes.SettingsView, outcomes.Stats):
        assert "<b>&\"' </i>" in shown[kind], kind


@settings(max_examples=100)
@given(questions(), st.data(), st.sampled_from(languages()))
def test_a_question_is_drawn_well_at_every_step(item, data, language):
    saying = {language: item.text.in_(language) for language in languages()}
    here = saved(item)
    for _ in range(data.draw(st.integers(0, 5))):
        if here.state.current is None:
            break
        here = moved(here, data.draw(moves(item.body)))
    outcome = outcomes.Asking(here) if here.state.current == 0 else outcomes.Marked(here, 0)
    reply = drawn(outcome, language)
    fits_telegram(reply)
    assert saying[language] in read(screens(reply)[-1])
    done = finished(ended(here))
    fits_telegram(drawn(done, language))


def test_everything_in_the_sets_that_come_with_it_fits(language):
    for quiz in catalog.load(ROOT / "questions").sets.values():
        here = saved(quiz=quiz)
        fits_telegram(drawn(outcomes.Card(quiz, 7, None, None, False, "0a1b2c3d", False), language))
        for index, item in enumerate(quiz.questions):
            fits_telegram(drawn(outcomes.Asking(here), language))
            fits_telegram(drawn(outcomes.Marked(ended(here), index), language))
            here = moved(here, *rightly(item))
            reply = drawn(outcomes.Marked(here, index), language)
            fits_telegram(reply)
            assert "✅" in read(screens(reply)[0])
        fits_telegram(drawn(finished(here), language))
        fits_telegram(drawn(finished(ended(saved(quiz=quiz))), language))


def test_a_picture_stands_above_its_question(language):
    item, file = with_media(
        one_of_each()[0], alt=hostile("A map of <Asia> & more"), credit="A. Nyone", license="CC0"
    )
    reply = drawn(outcomes.Asking(saved(item), media=file), language)
    picture, question = reply.send
    assert picture.attachment.content == file
    assert read(picture) == "A map of <Asia> & more\n\nA. Nyone · CC0"
    assert picture.posted is None
    assert question.posted is not None
    bare, file = with_media(one_of_each()[0])
    assert drawn(outcomes.Asking(saved(bare), media=file), language).send[0].text == ""


def test_skipping_shows_what_was_skipped_and_the_next(language):
    before = saved(*one_of_each())
    after = put_off(before)
    reply = drawn(outcomes.PutOffNow(after, 0, outcomes.Asking(after)), language)
    fits_telegram(reply)
    again = {"it": "di nuovo", "en": "once more"}[language]
    assert again not in read(reply.edit)
    assert reply.edit.rows == ()
    assert "2" in read(reply.send[0]).splitlines()[0]
    last = replace(after, state=replace(after.state, items=after.state.items[:1]))
    assert again in read(drawn(outcomes.Asking(last), language).send[0])


def test_a_typed_answer_turns_its_question_where_that_stands(language):
    here = replace(moved(saved(one_of_each()[3]), *rightly(one_of_each()[3])), message_id=77)
    assert drawn(outcomes.Marked(here, 0, typed=True), language).target == 77
    assert drawn(outcomes.Marked(here, 0), language).target is None


def test_what_was_refused_is_said_where_the_person_looks(language):
    here = saved(*one_of_each())
    tapped = drawn(outcomes.Refusal(here, "nothing_chosen"), language)
    assert tapped.notice
    assert not tapped.send
    typed = drawn(outcomes.Refusal(here, "no_number", typed=True), language)
    assert not typed.notice
    assert {"it": "3,5", "en": "3.5"}[language] in read(typed.send[0])


def test_in_a_group_a_link_leads_to_the_private_chat(language):
    (button,) = drawn(outcomes.PrivateOnly("stats"), language).send[0].rows[0]
    assert button.url == "https://t.me/some_quiz_bot?start=stats"
