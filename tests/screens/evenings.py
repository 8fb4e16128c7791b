"""What a group can come to see, each kind of it, without a store and a bot."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from bot.play import group_actions as actions
from bot.play import group_outcomes as outcomes
from bot.play.group_outcomes import Aired, Place
from bot.quiz.attempt import Attempt, shown_order
from bot.quiz.kinds import kind_of
from bot.quiz.question import QuestionSet
from bot.quiz.round import Round, Rules, Turnout
from bot.screens.draw_group import Shown, draw_group
from bot.screens.screen import Reply, Screen
from bot.store.boards import Page, Row
from bot.store.groups import Group
from bot.store.rounds import SavedRound
from bot.store.standings import Team
from tests.builders import a_set, multiple, single, true_false
from tests.screens.scenes import NOW, USERNAME, row

ROUND = "k3v9x0q2m7"
GROUP = -1_001_234_567_890
TAPPED = a_set(single("one"), multiple("two"), true_false("three"))
FRIENDS = Rules(30, by_hand=False, bonus=True)


def evening(
    quiz: QuestionSet = TAPPED,
    position: int = 0,
    phase: Any = "asking",
    rules: Rules = FRIENDS,
    **more: Any,
) -> SavedRound:
    """A round of this set, at this item."""
    orders = tuple(shown_order(item, Random(1)) for item in quiz.questions)
    fields: dict[str, Any] = {
        "thread_id": 0,
        "starter": 7,
        "language": "it",
        "snapshot": "snapshot",
        "state": Round(quiz.questions, orders, rules, NOW, phase, position),
        "polls": False,
        "teams": 0,
        "turnout": Turnout(3, 1, NOW),
        "message_id": 41,
        **more,
    }
    return SavedRound(ROUND, GROUP, quiz=quiz, **fields)


def lobby(players: Iterable[Row] = (), saved: SavedRound | None = None, **more: Any) -> Any:
    opened = saved or evening(phase="lobby", position=-1)
    return outcomes.LobbyOpen(opened, tuple(players), teams_of(opened.teams), **more)


def teams_of(count: int) -> tuple[Team, ...]:
    return tuple(Team(n, 100 * n, Fraction(10_000, n)) for n in range(1, count + 1))


def podium(rows: Iterable[Row] = (), saved: SavedRound | None = None, **more: Any) -> Any:
    over = replace(saved or evening(phase="over", position=2), saying="end+table")
    fields: dict[str, Any] = {
        "teams": teams_of(over.teams),
        "hardest": None,
        "table": (),
        "after": None,
        **more,
    }
    return outcomes.Podium(over, tuple(rows), **fields)


def revealed(saved: SavedRound | None = None, **more: Any) -> outcomes.Revealed:
    fields: dict[str, Any] = {
        "right": 2,
        "answered": 3,
        "top": (),
        "message_id": 41,
        "poll": False,
        "paused": False,
        **more,
    }
    return outcomes.Revealed(saved or evening(phase="revealed"), **fields)


def group(**more: Any) -> Group:
    fields: dict[str, Any] = dict.fromkeys(Group.__dataclass_fields__, 0)
    settled = {
        "chat_id": GROUP, "title": "3B", "language": "it", "kind": "class", "seconds": None,
        "by_hand": True, "timezone": None, "weekly_day": None, "weekly_hour": 18,
    }  # fmt: skip
    return Group(**{**fields, **settled, **more})


def everything(quiz: QuestionSet, name: str) -> list[Any]:
    """Each kind of outcome at least once, with a set and a name that may say anything."""
    people = tuple(row(rank, name) for rank in (1, 2, 2, 4))
    items = range(len(quiz.questions))
    lettered = [evening(quiz, position) for position in items]
    long_view = evening(quiz, position=-1, phase="lobby", teams=4)
    shut = evening(quiz, phase="revealed")
    board = Page(people, (), 40)
    return [
        outcomes.GroupHello(),
        outcomes.GroupHelp(),
        outcomes.ShowYourself(actions.NewLobby()),
        outcomes.ShowYourself(actions.SetGroup("shown")),
        outcomes.ShowYourself(actions.EndRound("k3jd0a9z1x")),
        outcomes.WhichKind(quiz.id),
        outcomes.NothingForGroups(),
        outcomes.NoSuchZone(),
        outcomes.NoRound(),
        outcomes.NotAllowed(starter=True),
        outcomes.NotAllowed(starter=False),
        outcomes.OnTheWay(),
        outcomes.TooLate(),
        outcomes.UnderWay(lettered[0]),
        *(
            lobby(people, long_view, changing=changing, sets=(quiz,) * 6, again=again)
            for changing in (True, False)
            for again in (True, False)
        ),
        lobby(people, replace(long_view, teams=0, polls=True)),
        outcomes.LobbyClosed(41),
        outcomes.Joined(2, True, lobby(people, long_view)),
        outcomes.Joined(0, False, None),
        outcomes.JoinedFromLink(long_view),
        outcomes.Qr(ROUND),
        *(
            outcomes.ItemOpen(replace(each, polls=polls), instead=instead)
            for each in lettered
            for polls in (True, False)
            for instead in (True, False)
        ),
        *(outcomes.ItemProgress(each) for each in lettered),
        *(private(each) for each in lettered),
        replace(
            private(lettered[0]),
            response=kind_of(quiz.questions[0].body).right(quiz.questions[0].body),
        ),
        replace(private(lettered[0]), refused="taken"),
        *(
            outcomes.Voted(each, kind_of(item.body).choices(item.body))
            for each, item in zip(lettered, quiz.questions, strict=True)
        ),
        outcomes.Voted(lettered[0], ()),
        *(
            revealed(
                replace(each, state=replace(each.state, phase="revealed")),
                top=people[:3],
                streak=(people[0], 5),
                paused=paused,
                redrawn=redrawn,
            )
            for each in lettered
            for paused in (True, False)
            for redrawn in (True, False)
        ),
        revealed(shut, poll=True),
        outcomes.Dropped(41, True, shut, outcomes.ItemOpen(lettered[-1])),
        outcomes.Dropped(41, False, shut, podium(people, shut)),
        outcomes.OwnPlace(people[1], 300, 4),
        outcomes.OwnPlace(None, 3),
        podium(people, replace(shut, teams=4), hardest=(0, Fraction(1, 3)), after=quiz),
        podium(people, shut, table=table_of(quiz)),
        podium(),
        outcomes.Mistakes(shut, ()),
        outcomes.Mistakes(shut, mistakes_of(quiz)),
        outcomes.GroupBoardView("week", date(2026, 5, 11), 1, 4, board),
        outcomes.GroupBoardView("all", None, 0, 10, Page((), (), 0)),
        outcomes.GroupSettingsView(group(), "Europe/Rome"),
        outcomes.GroupSettingsView(group(weekly_day=6, seconds=30, language="en"), "Asia/Kolkata"),
    ]


def private(saved: SavedRound) -> outcomes.PrivateItem:
    position = saved.state.position
    alone = Attempt((saved.state.items[position],), (saved.state.orders[position],))
    return outcomes.PrivateItem(saved, alone, new=True)


def table_of(quiz: QuestionSet) -> Any:
    return tuple(
        (position, Fraction(1, 3), kind_of(item.body).right(item.body))
        for position, item in enumerate(quiz.questions)
    )


def mistakes_of(quiz: QuestionSet) -> Any:
    return tuple((position, None) for position in range(len(quiz.questions)))


def drawn(outcome: Any, language: str = "it") -> Shown:
    """All that is shown of it, each with its place."""
    return draw_group(Aired(Place(GROUP), language, outcome), USERNAME)


def replies(outcome: Any, language: str = "it") -> list[Reply]:
    return [reply for _, reply in drawn(outcome, language)]


def screens_of(reply: Reply) -> list[Screen]:
    """Every message that may come of it, also those sent instead of others."""
    found = [*filter(None, (reply.edit, reply.said)), *reply.send]
    return [*found, *(each.instead for each in found if each.instead)]


def only(outcome: Any, language: str = "it") -> Screen:
    """The message that is shown of it, the newest where an older one changes too."""
    (reply,) = replies(outcome, language)
    return [*filter(None, (reply.edit,)), *reply.send][-1]
