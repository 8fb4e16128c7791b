"""What people can come to see, each kind of it, without a store and a bot."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from bot.demo import markup
from bot.demo.entities import utf16_length
from bot.play import outcomes
from bot.play.outcomes import Told
from bot.quiz import attempt
from bot.quiz.kinds import kind_of
from bot.quiz.moves import Confirm, Move, Pick, Place, Switch, Type
from bot.quiz.question import Media, Question, QuestionSet
from bot.quiz.scoring import Score
from bot.screens.draw import draw
from bot.screens.screen import Reply, Screen
from bot.store.attempts import Saved
from bot.store.boards import Page, Row
from bot.store.players import Player
from bot.telegram.buttons import encode
from tests.builders import a_set

ATTEMPT = "k3v9x0q2m7"
NOW = datetime(2026, 5, 13, 10, 0, tzinfo=UTC)
ME = 5_000_000_001
USERNAME = "some_quiz_bot"
HOSTILE = "<b>&\"' </i>{$x} \N{RIGHT-TO-LEFT OVERRIDE}"


def saved(*questions: Question, quiz: QuestionSet | None = None, **more: Any) -> Saved:
    """An attempt at these questions that has just begun."""
    whole = quiz or a_set(*questions)
    state = attempt.begin(whole.questions, Random(1))
    return Saved(ATTEMPT, ME, whole, "snapshot", True, state, NOW, **more)


def moved(begun: Saved, *moves: Move) -> Saved:
    """The same, after moves with the question in view."""
    for move in moves:
        state, _ = attempt.act(begun.state, begun.state.turn, move)
        begun = replace(begun, state=state)
    return begun


def rightly(item: Question) -> tuple[Move, ...]:
    """The moves that answer an item rightly."""
    right = kind_of(item.body).right(item.body)
    match item.body.type:
        case "single" | "true_false":
            return (Pick(right[0]),)
        case "multiple":
            return (*(Switch(key, True) for key in right), Confirm())
        case "ordering" | "matching":
            return (*(Place(n, key) for n, key in enumerate(right)), Confirm())
    return (Type(right[0]),)


def put_off(begun: Saved) -> Saved:
    return replace(begun, state=attempt.skip(begun.state, begun.state.turn)[0])


def hinted(begun: Saved) -> Saved:
    return replace(begun, state=attempt.hint(begun.state, begun.state.turn)[0])


def ended(begun: Saved) -> Saved:
    return replace(begun, state=attempt.finish(begun.state))


def player(name: str = "Anna", shown_as: Any = None, alias: str | None = None) -> Player:
    return Player(ME, name, "it", shown_as, alias, None, None, False)


def finished(done: Saved, **more: Any) -> outcomes.Finished:
    fields: dict[str, Any] = {
        "page": 0,
        "rank": 2,
        "people": 5,
        "ask": None,
        "after": None,
        "served": True,
        "paged": False,
        **more,
    }
    return outcomes.Finished(done, **fields)


def row(rank: int, name: str = "Anna", **more: Any) -> Row:
    fields: dict[str, Any] = {
        "player_id": ME + rank,
        "shown_as": "name",
        "alias": None,
        "score": Score(8500, 10_000),
        "answers": 10,
        **more,
    }
    return Row(rank, name=name, **fields)


def board(rows: Iterable[Row] = (), **more: Any) -> outcomes.BoardView:
    shown = tuple(rows)
    fields: dict[str, Any] = {
        "set_id": "",
        "quiz": None,
        "period": "all",
        "since": None,
        "page": 0,
        "size": 10,
        "board": Page(shown, (), len(shown)),
        "player": player(shown_as="name"),
        "answered": True,
        **more,
    }
    return outcomes.BoardView(**fields)


def stats(by_set: Iterable[QuestionSet], missed: Iterable[Question] = ()) -> outcomes.Stats:
    score = Score(6830, 11_000)
    return outcomes.Stats(
        begun=3,
        finished=2,
        score=score,
        answers=42,
        by_set=tuple(outcomes.Part(quiz.id, quiz, score, 11) for quiz in by_set),
        by_difficulty=tuple(
            outcomes.Part(name, None, score, 14) for name in ("easy", "medium", "hard")
        ),
        streak=4,
        missed=tuple((item, 3) for item in missed),
    )


def everything(quiz: QuestionSet, name: str) -> list[Any]:
    """Each kind of outcome at least once, with a set and a name that may say anything."""
    begun = saved(quiz=quiz)
    done = ended(begun)
    answered = moved(begun, *rightly(quiz.questions[0]))
    me = player(name, "name")
    offer = outcomes.Offer(player(name), "Altair 417")
    asking = outcomes.Asking(begun)
    return [
        outcomes.Welcome(new=True),
        outcomes.Welcome(new=False),
        outcomes.Topics((("0a1b2c3d", name, 7),), 1, 3, begun),
        outcomes.Sets("0a1b2c3d", name, ((quiz, Fraction(2, 3)), (quiz, None)), 1, 3, True, begun),
        outcomes.NothingToPlay(),
        outcomes.NoSuchSet(),
        outcomes.Card(quiz, 7, Fraction(1, 2), None, True, "0a1b2c3d", False),
        outcomes.Card(quiz, 7, None, None, True, "0a1b2c3d", True),
        outcomes.Card(quiz, 7, None, begun, False, "0a1b2c3d", False),
        asking,
        outcomes.AlreadyAsked(),
        outcomes.Changed(hinted(begun)),
        *(outcomes.Refusal(begun, "taken", typed=typed) for typed in (True, False)),
        *(outcomes.Marked(answered, 0, again=again) for again in (True, False)),
        outcomes.PutOffNow(put_off(begun), 0, asking),
        outcomes.OldButton(begun),
        outcomes.NotYours(),
        outcomes.TooFast(),
        finished(done, ask=offer, after=quiz),
        outcomes.StopOrPause(begun),
        outcomes.Left(begun),
        outcomes.NothingUnderWay(),
        offer,
        outcomes.StillOffered(offer),
        *(
            outcomes.Appearing(player(name, shown_as, "Altair 417"))
            for shown_as in ("name", "alias", "hidden")
        ),
        board(
            [row(1, name), row(2, name, shown_as="hidden"), row(3, name, player_id=ME)],
            set_id=quiz.id,
            quiz=quiz,
            period="week",
            since=date(2026, 5, 11),
            player=me,
        ),
        board(),
        stats([quiz], quiz.questions),
        outcomes.SettingsView(me, changed=True),
        outcomes.Reported(),
        outcomes.ReportThanks(words=True),
        outcomes.ReportThanks(words=False),
        outcomes.UseButtons(begun),
        outcomes.Pointer(),
        outcomes.Nothing(),
        outcomes.MyData({"players": [{"name": name}]}),
        outcomes.ForgetAsked(),
        outcomes.Kept(),
        outcomes.Forgotten(),
        outcomes.Privacy(),
        outcomes.Help(),
        outcomes.PrivateOnly("stats"),
    ]


def drawn(outcome: Any, language: str, name: str = "Anna") -> Reply:
    """What is shown of it."""
    return draw(Told(language, outcome), USERNAME, ME, name)


def screens(reply: Reply) -> list[Screen]:
    return [*filter(None, (reply.edit,)), *reply.send]


def read(screen: Screen) -> str:
    """A screen's text as people read it; fails where Telegram could not read it."""
    return markup.parse(str(screen.text)).text


def labels(screen: Screen) -> list[list[str]]:
    return [[button.label for button in buttons] for buttons in screen.rows]


def told(outcome: Any, language: str) -> str:
    """All the texts of it, one after the other."""
    return "\n".join(read(screen) for screen in screens(drawn(outcome, language)))


def fits_telegram(reply: Reply) -> None:
    """Hold a reply against what Telegram takes."""
    assert utf16_length(reply.notice) <= 200
    for screen in screens(reply):
        assert utf16_length(read(screen)) <= (1024 if screen.attachment else 4096)
        buttons = [button for buttons in screen.rows for button in buttons]
        assert len(buttons) <= 100
        assert all(1 <= len(buttons) <= 8 for buttons in screen.rows)
        for button in buttons:
            assert (button.action is None) != (button.url is None)
            assert len(button.label) <= 64
            assert len(button.url or "") <= 2048
            if button.action is not None:
                assert len(encode(button.action).encode()) <= 64


def with_media(item: Question, **more: Any) -> tuple[Question, Path]:
    media = Media("map.png", **more)
    return replace(item, media=media), Path("map.png")
