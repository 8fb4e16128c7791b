"""Stories that between them do everything that can be done. Each begins with a bot just started."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.play import actions as a
from bot.play import admin_actions as b
from bot.play import group_actions as g
from tests.faults.stage import Stage


@dataclass(frozen=True)
class Story:
    play: Callable[[Stage], Awaitable[None]]
    sets: tuple[str, ...]
    blindly: bool = False  # there are steps that need no answer to the one before
    polls: bool = False  # and what gets lost is asked by buttons instead: chats differ
    at_once: int = 1  # messages of one step that may be on their way at the same moment

    def copies(self, number: int) -> int | None:
        """So many messages more than in an undisturbed story may be seen; None: never mind."""
        return None if self.polls else number * self.at_once

    def __str__(self) -> str:
        return self.play.__name__


async def a_quiz_alone(s: Stage) -> None:
    ben = s.ben
    await s.says(ben, "/start set-tea")
    await s.taps(ben, a.Start, a.Hint, (a.Choose, "Camellia"), a.Report)
    await s.says(ben, "It is a shrub")
    await s.taps(ben, a.Next, a.Skip, (a.Choose, "Hot"), a.Next, (a.Choose, "Salt"))
    await s.taps(ben, a.Report, a.NoMore, a.Next, (a.Appear, "My name"))
    await s.taps(ben, a.RetryMissed, (a.Choose, "Air"), a.Next)


async def other_kinds_alone(s: Stage) -> None:
    ben = s.ben
    await s.says(ben, "/start set-multiple")
    await s.taps(ben, a.Start, "Cello", "Harp", "Viola", a.Submit)
    await s.says(ben, "/start set-matching")
    await s.taps(ben, a.Start, "Anvil", a.Undo, "Oven", "Anvil", "Needle", a.Submit)
    await s.says(ben, "/start set-short")
    await s.taps(ben, a.Start)
    await s.says(ben, "?!")
    await s.says(ben, "green")
    await s.taps(ben, a.Next)
    await s.says(ben, "purple")
    await s.taps(ben, a.Next)


async def leaving_and_coming_back(s: Stage) -> None:
    ben = s.ben
    await s.says(ben, "/start set-photo")
    await s.taps(ben, a.Start)
    await s.says(ben, "Blue")
    await s.says(ben, "/stop")
    await s.taps(ben, a.Leave)
    await s.says(ben, "/quiz")
    await s.taps(ben, a.Resume)
    await s.says(ben, "/stop")
    await s.taps(ben, a.FinishNow, (a.Appear, "No name"))
    result = await s.asked_by(ben, a.RetryMissed)
    await s.forges(ben, a.Result(result.attempt))


async def looking_around(s: Stage) -> None:
    ben = s.ben
    await s.says(ben, "/start")
    await s.taps(ben, a.Browse, (a.Browse, "ky"), a.Open, a.Board)
    await s.says(ben, "/settings")
    await s.taps(ben, a.Hurry, (a.Speak, "Italiano"), (a.Speak, "English"))
    await s.taps(ben, a.OfferAppearance, (a.Appear, "made-up"))
    await s.says(ben, "/stats")
    await s.says(ben, "/leaderboard")
    await s.taps(ben, a.Board)
    await s.says(ben, "/help")
    await s.forges(ben, a.Settings())
    await s.says(ben, "/privacy")


async def ones_own_data(s: Stage) -> None:
    ben = s.ben
    await s.says(ben, "/start set-moon")
    await s.taps(ben, a.Start, "False", a.Next)
    await s.says(ben, "/mydata")
    await s.does(ben, "block", blocked=True)
    await s.does(ben, "block", blocked=False)
    await s.says(ben, "/forget")
    await s.taps(ben, (a.Forget, "No"))
    await s.says(ben, "/forget")
    await s.taps(ben, (a.Forget, "Yes"))


async def a_class(s: Stage) -> None:
    anna, ben, carla = s.anna, s.ben, s.carla
    await s.says(anna, "/start")
    await s.opens_a_group()
    here = s.group
    await s.says(anna, "/quiz", here)
    await s.taps(anna, (g.ChooseKind, "lass"), g.ShowQr, g.Change, g.Tune, "Done", chat=here)
    await s.taps(ben, g.Join, chat=here)
    await s.taps(anna, g.Begin, chat=here)
    await s.taps(carla, (g.Vote, "Two"), (g.Vote, "One"), chat=here)
    await s.passes(seconds=3)
    await s.taps(ben, (g.Vote, "Two"), chat=here)
    await s.passes(seconds=3)
    await s.taps(ben, g.MyPlace, chat=here)
    await s.taps(anna, g.Onward, g.Pause, g.Onward, g.Drop, chat=here)
    await s.says(ben, "/leaderboard", here)
    await s.taps(carla, g.GroupBoard, chat=here)


async def friends_with_polls(s: Stage) -> None:
    ben, carla = s.ben, s.carla
    await s.opens_a_group()
    here = s.group
    await s.says(s.anna, "/quiz set-single", here)
    await s.taps(s.anna, (g.ChooseKind, "riends"), chat=here)
    await s.taps(ben, g.Join, chat=here)
    await s.taps(s.anna, g.Begin, chat=here)
    await s.votes(ben, "Triangle")
    await s.votes(carla, "Circle")
    await s.passes(seconds=31)
    await s.passes(seconds=9)
    await s.votes(carla, "Disc")
    await s.says(s.anna, "/stop", here)


async def items_in_private(s: Stage) -> None:
    anna, ben = s.anna, s.ben
    await s.says(ben, "/start")
    await s.opens_a_group()
    here = s.group
    await s.says(anna, "/settings", here)
    await s.taps(anna, (g.SetGroup, "Choice questions only"), chat=here)
    await s.says(anna, "/help", here)
    await s.says(anna, "/quiz set-short", here)
    await s.taps(anna, (g.ChooseKind, "lass"), g.Cancel, g.NewLobby, chat=here)
    await s.follows(ben, "join-", chat=here)
    await s.taps(anna, g.Begin, chat=here)
    await s.follows(ben, "answer-", chat=here)
    await s.taps(ben, "Dawn", a.Undo, "Dawn", "Noon", "Dusk", "Midnight", a.Submit)
    await s.taps(anna, g.CloseNow, g.Onward, g.Pause, g.EndRound, chat=here)
    await s.follows(ben, "mistakes-", chat=here)


async def in_and_out(s: Stage) -> None:
    anna, ben = s.anna, s.ben
    await s.opens_a_group(supergroup=False)
    here = s.group
    await s.says(anna, "/quiz", here)
    await s.taps(anna, (g.ChooseKind, "lass"), g.Begin, chat=here)
    await s.taps(ben, (g.Vote, "One"), chat=here)
    moved = await anna._does("migrate", chat=here)
    s.group = int(moved["id"])
    await s.settles()
    await s.taps(ben, (g.Vote, "Two"), chat=s.group)
    await s.taps(anna, g.CloseNow, chat=s.group)
    bot = s.town.far.world.bot["id"]
    await s.does(anna, "member", chat=s.group, person=bot, status="left")
    await s.does(anna, "member", chat=s.group, person=bot, status="member")


async def looking_after_it(s: Stage) -> None:
    ben = s.ben
    await s.says(ben, "/start set-moon")
    await s.taps(ben, a.Start, "False", a.Report, a.NoMore)
    await s.says(ben, "/admin")
    await s.taps(
        ben, b.Numbers, b.Home, b.CheckSets, b.TakeIn, b.Home, b.Reports, b.Done, b.Home, b.Write
    )
    await s.says(ben, "Tomorrow we play together")
    letter = (await s.asked_by(ben, b.Send)).broadcast
    await s.taps(ben, b.Discard)
    for action in (b.Send(letter), b.Watch(letter), b.Stop(letter), b.SetAsides(), b.TryAgain()):
        await s.forges(ben, action)


STORIES = (
    Story(a_quiz_alone, ("kitchen/tea",)),
    Story(other_kinds_alone, ("kinds/multiple", "kinds/matching", "kinds/short")),
    Story(leaving_and_coming_back, ("extra/photo",)),
    Story(looking_around, ("sky/moon", "sky/sums", "kitchen/tea")),
    Story(ones_own_data, ("sky/moon",)),
    Story(looking_after_it, ("sky/moon",), blindly=True),
    Story(a_class, ("extra/three",), blindly=True, at_once=2),
    Story(friends_with_polls, ("kinds/single",), blindly=True, polls=True),
    Story(items_in_private, ("kinds/short", "kinds/ordering", "kinds/single"), blindly=True),
    Story(in_and_out, ("extra/three",), blindly=True, at_once=2),
)
