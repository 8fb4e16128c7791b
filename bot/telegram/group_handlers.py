"""What an update in a group asks for: decode it, have it done, show what came of it."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import ChatMember, ChatMemberUpdated, Message, PollAnswer

from bot.play import group_actions as actions
from bot.play.desk import Person
from bot.play.group_actions import GroupAction
from bot.play.group_outcomes import Aired, NoRound, Place
from bot.play.groups import Groups
from bot.play.lobbies import Lobbies
from bot.play.private_items import PrivateItems
from bot.play.rounds import Rounds
from bot.play.solo import Moving
from bot.play.votes import Votes
from bot.quiz.frozen import frozen
from bot.screens.draw_group import draw_group
from bot.telegram.admins import Admins
from bot.telegram.people import person_of, thread_of, title_of
from bot.telegram.reading import Tap
from bot.telegram.show import Show

SET_LINK = re.compile(r"set-([a-z0-9-]{1,40})")
OUT = (ChatMember.LEFT, ChatMember.BANNED)
# Administrators who do not show their name write under this id, all of them.
ANONYMOUS = 1087968824

# What ends an item; its buttons are below the item itself.
Closing = actions.CloseNow | actions.Pause | actions.Drop
Tapped = tuple[str, int]
Done = Callable[[Person, Place, str, Any], Awaitable[Aired]]


@frozen
class GroupPlay:
    """Everything people can do in groups."""

    lobbies: Lobbies
    rounds: Rounds
    votes: Votes
    groups: Groups
    private: PrivateItems


class GroupHandlers:
    """Handles what happens in groups, for the bot of this user name.

    `earlier` waits for what came before the update being handled, in whatever chat.
    """

    def __init__(
        self,
        play: GroupPlay,
        show: Show,
        admins: Admins,
        username: str,
        earlier: Callable[[], Awaitable[None]],
    ) -> None:
        self._earlier = earlier
        self._play = play
        self._show = show
        self._admins = admins
        self._username = username
        self._does = self._table()

    async def commanded(self, message: Message, command: str, given: str) -> bool:
        """Do what a command in a group asks for; False where groups know no such command."""
        place, title = Place(message.chat.id, thread_of(message)), title_of(message.chat)
        user = message.from_user
        if user is None or user.id == ANONYMOUS:
            # Whoever it is can show it by tapping.
            if asked := await self._play.groups.asked_in_its_name(place, command):
                self.show(asked, None)
            return True
        person = person_of(user)
        found = SET_LINK.fullmatch(given)
        set_id = found[1] if found else ""
        match command:
            case "quiz" | "start":
                admin = await self._admins.has(place.chat_id, person.id)
                aired = await self._play.lobbies.lobby(person, place, title, set_id, admin=admin)
            case "stop":
                admin = await self._admins.has(place.chat_id, person.id)
                aired = await self._play.rounds.stop_here(person, place, title, admin=admin)
            case "settings":
                admin = await self._admins.has(place.chat_id, person.id)
                aired = await self._play.groups.settings(person, place, title, given, admin=admin)
            case "help":
                aired = await self._play.groups.help(person, place, title)
            case "leaderboard":
                board = actions.GroupBoard()
                aired = await self._play.groups.board(person, place, title, board)
            case _:
                return False
        self.show(aired, None)
        return True

    async def tapped(self, tap: Tap, action: GroupAction) -> None:
        """Do what a button in a group asks for."""
        place = Place(tap.chat_id, tap.thread_id, tap.message_id)
        if isinstance(action, Closing):
            await self._found(action, tap)
            await self._earlier()
        aired = await self._do(tap.person, place, tap.title, action, tap.query_id)
        self.show(aired, (tap.query_id, tap.message_id), place)

    async def _found(self, action: Closing, tap: Tap) -> None:
        """A poll whose number got lost, because the bot ended meanwhile, shows it when tapped."""
        if tap.poll_id and await self._play.rounds.played_in(action.round, tap.chat_id):
            what = f"item-{action.position}"
            await self._play.votes.posted(action.round, what, tap.message_id, tap.poll_id)

    async def voted(self, answer: PollAnswer, update_id: int) -> None:
        """Keep a vote; a retracted one cannot come from a quiz, whose votes are final."""
        if answer.user and not answer.voter_chat and answer.option_ids:
            options = tuple(answer.option_ids)
            tap = f"vote-{update_id}"
            await self._play.votes.poll_vote(person_of(answer.user), answer.poll_id, options, tap)

    async def member(self, change: ChatMemberUpdated) -> None:
        """The bot was added, removed or silenced."""
        new = change.new_chat_member
        mute = getattr(new, "can_send_messages", True) is False
        if new.status in OUT or mute:
            await self._play.groups.closed(change.chat.id)
        elif change.old_chat_member.status in OUT:
            person = person_of(change.from_user)
            place = Place(change.chat.id)
            self.show(await self._play.groups.hello(person, place, title_of(change.chat)), None)

    async def moved(self, message: Message) -> None:
        """The group became a supergroup: everything goes on there."""
        if message.migrate_to_chat_id:
            await self.goes_on(message.chat.id, message.migrate_to_chat_id)

    async def goes_on(self, old: int, new: int) -> None:
        """What runs in the old group goes on in the new one, where nothing of it stands yet."""
        for aired in await self._play.rounds.moved(old, new):
            self.show(aired, None)

    async def from_link(self, person: Person, payload: str) -> bool:
        """In the private chat: a link out of a group was followed; False where it is none."""
        kind, _, round_id = payload.partition("-")
        if kind == "answer" and round_id:
            aired = await self._play.private.show(person, round_id)
        elif kind == "join" and round_id:
            aired = await self._play.lobbies.join_from_link(person, round_id)
        elif kind == "mistakes" and round_id:
            aired = await self._play.rounds.mistakes(person, round_id)
        else:
            return False
        self.show(aired, None)
        return True

    async def moved_alone(
        self, person: Person, action: Moving, query_id: str, message_id: int
    ) -> None:
        """In the private chat: a move with an item of a round."""
        aired = await self._play.private.move(person, action, query_id)
        self.show(aired, (query_id, message_id), aired.place)

    def show(self, aired: Aired, tapped: Tapped | None, at: Place | None = None) -> None:
        """Show what came of something: the first thing at the tapped message."""
        for place, reply in draw_group(aired, self._username):
            home = at if tapped and at else place
            self._show.show(home.chat_id, reply, tapped, home.thread_id)
            tapped, at = None, None

    async def _do(
        self, person: Person, place: Place, title: str, action: GroupAction, tap: str
    ) -> Aired:
        round_id = getattr(action, "round", None)
        if round_id and not await self._play.rounds.played_in(round_id, place.chat_id):
            return Aired(place, person.language or "", NoRound())
        if isinstance(action, actions.Vote):
            return await self._play.votes.vote(person, action, tap)
        return await self._does[type(action)](person, place, title, action)

    async def _admin(self, person: Person, place: Place) -> bool:
        return await self._admins.has(place.chat_id, person.id)

    def _table(self) -> dict[type, Done]:
        lobbies, rounds, groups = self._play.lobbies, self._play.rounds, self._play.groups

        def steering(do: Callable[..., Awaitable[Aired]], *, whole: bool) -> Done:
            """What needs to know whether an administrator asks."""

            async def done(person: Person, place: Place, title: str, a: Any) -> Aired:
                admin = await self._admin(person, place)
                return await do(person, a if whole else a.round, admin=admin)

            return done

        def here(do: Callable[..., Awaitable[Aired]]) -> Done:
            async def done(person: Person, place: Place, title: str, a: Any) -> Aired:
                admin = await self._admin(person, place)
                return await do(person, place, title, a, admin=admin)

            return done

        async def lobby(person: Person, place: Place, title: str, a: Any) -> Aired:
            admin = await self._admin(person, place)
            return await lobbies.lobby(person, place, title, a.set_id, admin=admin)

        return {
            actions.NewLobby: lobby,
            actions.ChooseKind: here(lobbies.choose_kind),
            actions.SetGroup: here(groups.settle),
            actions.GroupBoard: groups.board,
            actions.Join: lambda who, place, title, a: lobbies.join(who, a),
            actions.MyPlace: lambda who, place, title, a: rounds.my_place(who, a.round),
            actions.ShowQr: lambda who, place, title, a: lobbies.qr(who, a.round),
            actions.Begin: steering(rounds.begin, whole=False),
            actions.Cancel: steering(lobbies.cancel, whole=False),
            actions.EndRound: steering(rounds.end, whole=False),
            actions.Change: steering(lobbies.change, whole=True),
            actions.Tune: steering(lobbies.tune, whole=True),
            actions.CloseNow: steering(rounds.close_now, whole=True),
            actions.Drop: steering(rounds.drop, whole=True),
            actions.Pause: steering(rounds.pause, whole=True),
            actions.Onward: steering(rounds.onward, whole=True),
        }
