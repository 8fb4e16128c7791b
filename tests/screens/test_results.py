"""The end of a quiz: what it came to, what to look at again, and what others may see of it."""

from dataclasses import replace
from urllib.parse import parse_qs, urlparse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.play import actions, outcomes
from bot.quiz.moves import Pick
from bot.screens.layout import PAGE_LENGTH, blocks, pages, size
from tests.builders import a_set, multiple, single, text
from tests.screens.scenes import (
    drawn,
    ended,
    finished,
    fits_telegram,
    labels,
    moved,
    player,
    read,
    saved,
)


def played(*answers, **more):
    """Singles answered with these keys; the right one is `a`."""
    here = saved(*(single(f"q{n}") for n in range(len(answers))))
    for key in answers:
        here = moved(here, Pick(key))
    return replace(ended(here), **more)


def result(done, language="en", **more):
    return drawn(finished(done, **more), language).send[0]


def long_quiz(count, size_of_each):
    return a_set(
        *(
            single(
                f"q{n}",
                text=text(f"Stem {n}: " + "né & " * (size_of_each // 5)),
                explanation=text(f"Reason {n}: " + "<>&" * (size_of_each // 3)),
            )
            for n in range(count)
        )
    )


def test_the_score_is_told_in_points_and_percent():
    done = played("a", "b", "a")
    assert "2 of 3 points (67%)" in read(result(done))
    assert "2 punti su 3 (67%)" in read(result(done, "it"))
    one = played("a")
    assert "1 of 1 point (100%)" in read(result(one))
    assert "1 punto su 1 (100%)" in read(result(one, "it"))


def test_every_question_has_its_mark_and_the_missed_ones_their_explanation():
    done = played("a", "b")
    told = read(result(done))
    assert "✅ 1. Question q0?\n❌ 2. Question q1?" in told
    assert "Worth another look\n\n2. Question q1?\nRight answer: Option a" in told
    assert "Source: article of March 2026" in told
    perfect = read(result(played("a", "a"), "it"))
    assert "Complimenti" in perfect
    assert "Da rivedere" not in perfect


def test_the_rank_is_told_where_there_is_one():
    done = played("a")
    assert "Rank 2 of 5" in read(result(done))
    assert "Rank" not in read(result(done, rank=None))
    assert "first name" in read(result(done, rank=1, people=1))
    practice = played("a", counts=False)
    assert "practice" in read(result(practice))
    assert "Rank" not in read(result(practice))


def test_the_ways_on():
    quiz = a_set(id_="next", title=text("Le onde", "Waves"))
    screen = result(played("a", "b"), after=quiz)
    assert labels(screen) == [
        ["Retry the missed ones"],
        ["Practise again"],
        ["Leaderboard", "Share"],
        ["Next quiz: Waves"],
    ]
    assert screen.rows[-1][0].action == actions.Open("next")
    assert labels(result(played("a"), "it", served=False)) == [["Classifica", "Condividi"]]


def test_whoever_has_not_chosen_is_asked_how_to_appear():
    offer = outcomes.Offer(player("Anna <3"), "Vega 12")
    _, asking = drawn(finished(played("a"), ask=offer), "it").send
    assert labels(asking) == [
        ["Il mio nome: \u2068Anna <3\u2069"],
        ["Un nome inventato: Vega 12"],
        ["Senza nome: «in incognito»"],
    ]


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("count, each", [(3, 30), (12, 300), (40, 120), (100, 600), (300, 20)])
def test_leafing_through_a_long_result_loses_nothing(language, count, each):
    done = ended(saved(quiz=long_quiz(count, each)))
    first = drawn(finished(done), language).send[0]
    seen, number = [], 0
    while True:
        reply = drawn(finished(done, page=number, paged=True), language)
        fits_telegram(reply)
        seen.append(read(reply.edit))
        if not any(
            button.action == actions.Result(done.id, number + 1)
            for row in reply.edit.rows
            for button in row
        ):
            break
        number += 1
    assert seen[0] == read(first)
    for index in range(count):
        assert sum(f"Reason {index}:" in page for page in seen) == 1
        assert sum(f"{index + 1}. Stem {index}:" in page.split("➖")[-1] for page in seen) >= 1
    if number:
        assert {"it": "Pagina 1 di", "en": "Page 1 of"}[language] in seen[0]
        beyond = drawn(finished(done, page=999, paged=True), language)
        assert read(beyond.edit) == seen[-1]


@given(st.lists(st.integers(0, PAGE_LENGTH), max_size=30), st.integers(0, PAGE_LENGTH))
def test_pages_keep_all_parts_in_order(sizes, first):
    parts = [blocks(f"{n}:" + "x" * length) for n, length in enumerate(sizes)]
    laid = pages(parts, blocks("f" * first))
    assert "".join(laid).replace("\n", "") == "f" * first + "".join(parts)
    assert all(size(page) <= PAGE_LENGTH + 10 for page in laid)
    assert all(any(part in page for page in laid) for part in parts)


@pytest.mark.parametrize("language", ["it", "en"])
def test_what_is_shared_spoils_nothing(language):
    secret = {"text": text("SECRET-STEM"), "explanation": text("SECRET-WHY")}
    quiz = a_set(
        single("q1", **secret),
        single("q2", **secret),
        multiple("q3", **secret),
        title=text("Le maree & <co>", "Tides & <co>"),
    )
    done = ended(moved(saved(quiz=quiz), Pick("a"), Pick("b")))
    share = next(b for row in result(done, language).rows for b in row if b.url)
    shared = parse_qs(urlparse(share.url).query)
    assert shared["url"] == ["https://t.me/some_quiz_bot?start=set-tides"]
    told = {"it": "1 su 3 in «Le maree & <co>»", "en": "1 out of 3 in “Tides & <co>”"}[language]
    assert shared["text"] == [f"{told}\n✅❌➖"]
    for word in ("SECRET", "Option", "Opzione"):
        assert word not in share.url


def test_the_signs_differ_in_shape():
    assert len(set("✅🔶❌➖")) == 4
    told = read(result(played("a", "b"), "it"))
    assert "✅" in told
    assert "❌" in told
