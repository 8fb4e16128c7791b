"""What an administrator asks for: have it done, and see to what happens afterwards."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextvars import Context
from dataclasses import replace
from typing import Any

from bot.play import admin_actions as actions
from bot.play.admin_actions import AdminAction
from bot.play.admin_outcomes import HomeView, Progress, TriedAgain, TryingAgain
from bot.play.administration import Administration
from bot.play.announcements import Announcements
from bot.play.desk import Person
from bot.play.outcomes import Told
from bot.play.stocking import Stocktaking
from bot.quiz.frozen import frozen
from bot.screens.draw_admin import DRAWN
from bot.screens.words import words_for
from bot.telegram.admin_menus import AdminMenus
from bot.telegram.broadcasting import Broadcasting
from bot.telegram.show import Show
from bot.telegram.waiting import Sleep

LOOK_AFTER = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # seconds; three tries take some


@frozen
class AdminPlay:
    """Everything administrators can do."""

    administration: Administration
    stocktaking: Stocktaking
    announcements: Announcements


class AdminHandlers:
    """Handles the administrators' command and buttons; `play` knows who they are."""

    def __init__(
        self,
        play: AdminPlay,
        show: Show,
        broadcasting: Broadcasting,
        menus: AdminMenus,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._play = play
        self._show = show
        self._broadcasting = broadcasting
        self._menus = menus
        self._sleep = sleep
        self._does = _table(play)
        self._tasks: set[asyncio.Task[None]] = set()

    async def commanded(self, person: Person) -> Told:
        """Somebody sent the administrators' command."""
        told = await self._play.administration.command(person)
        if isinstance(told.outcome, HomeView):
            self._spawn(self._menus.grant(person.id))
        return told

    async def tapped(self, person: Person, action: AdminAction, message_id: int) -> Told:
        """Somebody tapped an administrator's button, or made one up."""
        told = await self._does[type(action)](person, action, message_id)
        if isinstance(told.outcome, Progress):
            self._broadcasting.wake()
        elif isinstance(told.outcome, TryingAgain):
            self._spawn(self._follow(person, told.outcome, message_id))
        return told

    async def close(self) -> None:
        """Drop what happens afterwards."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _follow(self, person: Person, trying: TryingAgain, message_id: int) -> None:
        """Tell how it went, once it has."""
        for pause in LOOK_AFTER if trying.update_ids else ():
            await self._sleep(pause)
            told = await self._play.administration.tried(person, trying.update_ids)
            outcome: TriedAgain = told.outcome
            if not outcome.waiting or pause == LOOK_AFTER[-1]:
                reply = DRAWN[TriedAgain](outcome, words_for(told.language))
                self._show.show(person.id, replace(reply, target=message_id))
                return

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        # In a context of its own: what it says is not owed for the update that began it.
        task = asyncio.get_running_loop().create_task(work, context=Context())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


Doing = Callable[[Person, Any, int], Awaitable[Told]]


def _table(play: AdminPlay) -> Mapping[type, Doing]:
    """What each kind of button does; `at` is the message it stands on."""
    admin, sets, messages = play.administration, play.stocktaking, play.announcements
    return {
        actions.Home: lambda who, a, at: admin.home(who, at),
        actions.Numbers: lambda who, a, at: admin.numbers(who),
        actions.SetAsides: lambda who, a, at: admin.set_asides(who, a.place),
        actions.TryAgain: lambda who, a, at: admin.try_again(who, a.update_id),
        actions.CheckSets: lambda who, a, at: sets.check(who),
        actions.TakeIn: lambda who, a, at: sets.take_in(who),
        actions.Reports: lambda who, a, at: admin.reports(who, a.place),
        actions.Done: lambda who, a, at: admin.done(who, a.report, a.place),
        actions.Write: lambda who, a, at: messages.ask(who),
        actions.Send: lambda who, a, at: messages.send(who, a.broadcast, at),
        actions.Discard: lambda who, a, at: messages.drop(who, a.broadcast),
        actions.Stop: lambda who, a, at: messages.stop(who, a.broadcast, at),
        actions.Watch: lambda who, a, at: messages.watch(who, a.broadcast, at),
    }
