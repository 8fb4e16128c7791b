"""Typed answers: mercy for slips of the finger, none for another name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.kinds.short import (
    LONGEST,
    Short,
    accepts,
    allowed_edits,
    bare,
    grade,
    plain,
    play,
    right_in,
)
from bot.quiz.moves import Confirm, Final, Pick, Refused, Type
from tests import builders, strategies


def short(*accept: str, reject: tuple[str, ...] = (), known: tuple[str, ...] = ()) -> Short:
    return Short({"all": accept}, {"all": reject}, known=known)


def takes(body: Short, reply: str) -> bool:
    return grade(body, (reply,)).credit == 1


@pytest.mark.parametrize(
    "answer, reply",
    [
        ("Vladivostok", "vladivostok"),
        ("Vladivostok", "  VLADIVOSTOK!! "),
        ("Vladivostok", "«Vladivostok».\u200b"),
        ("Mar Giallo", "mar   giallo"),
        ("Straße", "STRASSE"),
        ("perché", "perche"),
        ("perché", "perche\u0301"),
        ("Łódź", "lodz"),
        ("Đà", "da"),
        ("Øre", "ore"),
        ("Ærø", "aero"),
        ("œuvre", "OEUVRE"),
        ("İzmir", "izmir"),
        ("IZMIR", "ızmır"),
        ("ﬁne", "fine"),
        ("2023", "２０２３"),
        ("l'8 maggio", "l’8 maggio"),
        ("T-34", "T–34"),
        ("P'yong", "P’yong"),
    ],
)
def test_case_accents_widths_and_outer_signs_do_not_matter(answer: str, reply: str) -> None:
    strict = Short({"it": (answer,)}, fuzzy="off")
    assert takes(strict, reply)


@pytest.mark.parametrize(
    "answer, reply, taken",
    [
        ("Oslo", "Osla", False),  # up to 4 characters: as it stands
        ("Osaka", "Osaca", True),  # 5 to 9: one slip
        ("Osaka", "Oskaa", True),  # neighbours swapped are one slip
        ("Osaka", "Usaca", False),
        ("Pyongyang", "Pyongyan", True),
        ("Pyongyang", "Piongyan", False),
        ("Vladivostok", "Vladivistock", True),  # from 10: two
        ("Vladivostok", "Wladivistock", False),
    ],
)
def test_the_longer_the_answer_the_more_slips_it_forgives(
    answer: str, reply: str, taken: bool
) -> None:
    assert takes(short(answer), reply) is taken


@pytest.mark.parametrize("length, edits", [(1, 0), (4, 0), (5, 1), (9, 1), (10, 2), (99, 2)])
def test_allowed_edits_by_length(length: int, edits: int) -> None:
    assert allowed_edits(length) == edits


def test_no_slip_is_forgiven_where_the_editor_says_so() -> None:
    assert not takes(Short({"all": ("Vladivostok",)}, fuzzy="off"), "Vladivostock")


@pytest.mark.parametrize("reply", ["Sukhoi 35", "Sukhoi 75", "Sukhoi 5", "Sukhoj 57"])
def test_a_slip_in_an_answer_with_a_digit_is_another_answer(reply: str) -> None:
    assert not takes(short("Sukhoi 57"), reply)


@pytest.mark.parametrize("answer", ["Kim Jong Un", "Kim Jong-un", "Kim Jong-Un"])
def test_a_short_last_word_must_be_right(answer: str) -> None:
    """The last syllable of a name parts the son from the father, two edits away."""
    body = short(answer)
    assert takes(body, "Kim Jong Un")
    assert takes(body, "kim jong-un")
    assert takes(body, "Kim Yong Un")
    assert not takes(body, "Kim Jong Il")
    assert not takes(body, "Kim Jong-il")
    assert not takes(body, "Kim Jong")


@pytest.mark.parametrize(
    "answer, reply, taken",
    [("Isole del Sud", "Isole del Sur", False), ("Isole del Nord", "Isole del Norf", True)],
)
def test_a_last_word_is_short_up_to_three_letters(answer: str, reply: str, taken: bool) -> None:
    assert takes(short(answer), reply) is taken


def test_another_answer_is_no_slip() -> None:
    assert not takes(short("Iran"), "Iraq")
    assert not takes(short("Niger", known=("Nigeria",)), "Nigeria")
    assert not takes(short("Nigeria", known=("Niger",)), "Niger")
    assert not takes(short("Slovakia", reject=("Slovenia",)), "Slovenia")
    assert takes(short("Slovakia", reject=("Slovenia",)), "Slovakja")


def test_a_reply_as_near_to_another_answer_is_no_slip() -> None:
    assert takes(short("Niger"), "Nigera")
    assert not takes(short("Niger", known=("Nigeria",)), "Nigera")
    assert not takes(short("Niger", reject=("Nigeria",)), "Nigera")


def test_a_spelling_both_rejected_and_accepted_is_accepted() -> None:
    assert takes(short("Roma", reject=("roma",)), "ROMA")


def test_what_is_rejected_stays_so_without_its_accents() -> None:
    assert not takes(short("papa", reject=("papà",)), "papà")
    assert takes(short("papa", reject=("papà",)), "papa")
    assert not takes(short("Giovanni", reject=("Giovannà",)), "giovanna")


def test_the_answer_of_another_item_may_be_this_ones_too() -> None:
    assert takes(short("Nigeria", known=("Nigeria", "Niger")), "Nigera ia") is False
    assert takes(short("Vladivostok", known=("vladivostok",)), "Vladivostock")


def test_spellings_of_every_language_count() -> None:
    body = Short({"it": ("Mosca",), "en": ("Moscow",)})
    assert takes(body, "moscow")
    assert takes(body, "MOSCA")
    assert right_in(body, "en") == "Moscow"
    assert right_in(body, "fr") == "Mosca"


@pytest.mark.parametrize("reply", ["", "   ", "\n", "?!", "🦀", "\u200b", "__", "\0"])
def test_a_reply_that_says_nothing_is_refused(reply: str) -> None:
    assert play(short("Vladivostok"), (), Type(reply)) == Refused("empty")


def test_a_reply_is_kept_as_typed_but_for_its_spaces() -> None:
    assert play(short("a"), (), Type("  Città\n del  Capo! ")) == Final(("Città del Capo!",))


def test_an_endless_reply_is_cut() -> None:
    effect = play(short("a"), (), Type("ab " * 5000))
    assert isinstance(effect, Final)
    assert len(effect.response[0]) <= LONGEST


def test_a_typed_item_takes_no_taps() -> None:
    assert play(short("a"), (), Pick("a")) == play(short("a"), (), Confirm()) == Refused("unfit")


@given(st.text(st.characters()), strategies.shorts())
def test_no_reply_is_too_strange(reply: str, body: Short) -> None:
    assert grade(body, (reply,)).credit in (0, 1)


@given(st.text(st.characters()), st.text(st.characters()))
def test_no_spelling_is_too_strange(answer: str, reply: str) -> None:
    assert accepts(short(answer, reject=(reply,), known=(reply,)), answer)


@given(strategies.shorts(), st.data())
def test_every_accepted_spelling_is_accepted(body: Short, data: st.DataObject) -> None:
    spelling = data.draw(
        st.sampled_from([s for spellings in body.accept.values() for s in spellings])
    )
    assert takes(body, spelling)
    effect = play(body, (), Type(spelling))
    assert isinstance(effect, Final)
    assert takes(body, effect.response[0])


@given(strategies.shorts(), st.data())
def test_no_other_items_answer_is_accepted_by_mercy(body: Short, data: st.DataObject) -> None:
    accepted = {bare(s) for spellings in body.accept.values() for s in spellings}
    others = [s for s in body.known if bare(s) not in accepted]
    if others:
        assert not takes(body, data.draw(st.sampled_from(others)))


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert bare(plain(text)) == bare(text)


@given(st.text("abcdefgh", min_size=10, max_size=15), st.integers(0, 9))
def test_one_slip_in_a_long_word_is_forgiven(word: str, place: int) -> None:
    slipped = word[:place] + "z" + word[place + 1 :]
    assert takes(builders.short("q", word).body, slipped)
    assert not takes(builders.short("q", word, fuzzy="off").body, slipped)
