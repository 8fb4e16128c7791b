"""What an update asks for: decode it, have it done, show what came of it."""

import re
from collections.abc import Awaitable, Callable, Mapping

from telegram import ChatMember, ChatMemberUpdated, Message, User
from telegram.constants import ChatType

from bot.play import actions
from bot.play.actions import Action
from bot.play.admin_actions import AdminAction
from bot.play.browse import Browse
from bot.play.desk import Person
from bot.play.group_actions import GroupAction
from bot.play.group_outcomes import Aired
from bot.play.outcomes import Told
from bot.play.private_items import names_item
from bot.play.profile import Profile
from bot.play.solo import Moving, Solo
from bot.play.words import Words
from bot.quiz.frozen import frozen
from bot.screens.draw import draw, sorry
from bot.telegram.admin_handlers import AdminHandlers
from bot.telegram.buttons import decode
from bot.telegram.group_handlers import SET_LINK, GroupHandlers
from bot.telegram.people import person_of, text_of, thread_of
from bot.telegram.reading import Heard, Tap
from bot.telegram.show import Show

# What is asked for; everything else Telegram keeps to itself.
UPDATES = ("message", "callback_query", "poll_answer", "my_chat_member")


@frozen
class Play:
    """Everything people can do."""

    browse: Browse
    solo: Solo
    profile: Profile
    words: Words


class Handlers:
    """Handles updates for the bot of this user name."""

    def __init__(
        self, play: Play, show: Show, username: str, group: GroupHandlers, admin: AdminHandlers
    ) -> None:
        self._play = play
        self._admin = admin
        self.group = group
        self._show = show
        self._username = username
        self._does = _table(play)

    async def handle(self, update: Heard) -> None:
        """When this returns, what the update changed is committed."""
        if isinstance(update, Tap):
            await self._tapped(update)
        elif update.poll_answer:
            await self.group.voted(update.poll_answer, update.update_id)
        elif update.my_chat_member:
            await self._let_in_or_out(update.my_chat_member)
        elif update.message and update.message.chat.type != ChatType.PRIVATE:
            await self._said_in_group(update.message)
        elif update.message and update.message.from_user:
            await self._said(update.message, update.message.from_user)

    async def apologise(self, update: Heard) -> None:
        """Tell whoever sent this that it could not be handled."""
        if isinstance(update, Tap):
            self._show.show(update.chat_id, sorry(update.person.language), (update.query_id, 0))
        elif update.effective_user and update.effective_chat:
            self._show.show(update.effective_chat.id, sorry(update.effective_user.language_code))

    async def too_fast(self, update: Heard) -> None:
        """Tell whoever sent this that they send more than is taken in."""
        if isinstance(update, Tap):
            person, chat_id, thread = update.person, update.chat_id, update.thread_id
            tapped = update.query_id, 0
        elif update.effective_user and update.effective_chat:
            person, chat_id = person_of(update.effective_user), update.effective_chat.id
            thread, tapped = thread_of(update.effective_message), None
        else:
            return
        told = await self._play.profile.too_fast(person)
        reply = draw(told, self._username, person.id, person.name)
        self._show.show(chat_id, reply, tapped, thread)

    async def _tapped(self, tap: Tap) -> None:
        action, person = decode(tap.data), tap.person
        if isinstance(action, GroupAction) and tap.in_group:
            await self.group.tapped(tap, action)
            return
        if isinstance(action, Moving) and names_item(action.attempt) and not tap.in_group:
            await self.group.moved_alone(person, action, tap.query_id, tap.message_id)
            return
        # A button of the private chat means nothing in a group, and the other way round.
        fits = None if tap.in_group or isinstance(action, GroupAction) else action
        if isinstance(fits, AdminAction):
            told = await self._admin.tapped(person, fits, tap.message_id)
        else:
            told = await self._do(person, fits)
        self._tell(tap.chat_id, person, told, (tap.query_id, tap.message_id))

    async def _do(self, person: Person, action: Action | None) -> Told:
        if action is None:
            return await self._play.profile.stray(person)
        return await self._does[type(action)](person, action)

    async def _said(self, message: Message, user: User) -> None:
        person, text = person_of(user, alone=True), text_of(message)
        command, payload = self._command(text)
        if command == "start" and await self.group.from_link(person, payload):
            return
        if command:
            told = await self._commanded(person, command, payload)
        elif text:
            said = await self._play.words.said(person, message.message_id, text)
            if isinstance(said, Aired):
                self.group.show(said, None)
                return
            told = said
        else:
            told = await self._play.profile.pointer(person)
        self._tell(message.chat.id, person, told, None)

    async def _let_in_or_out(self, change: ChatMemberUpdated) -> None:
        """In the private chat: somebody blocked the bot, or lets it speak again."""
        if change.chat.type != ChatType.PRIVATE:
            await self.group.member(change)
        else:
            blocked = change.new_chat_member.status == ChatMember.BANNED
            await self._play.profile.closed(change.chat.id, closed=blocked)

    async def _said_in_group(self, message: Message) -> None:
        """Groups hear of nobody's own affairs; talk and other bots' commands are not ours."""
        await self.group.moved(message)
        command, payload = self._command(text_of(message))
        if not command or await self.group.commanded(message, command, payload):
            return
        if message.from_user and command in LINKED:
            person = person_of(message.from_user)
            told = await self._play.profile.private_only(person, command)
            reply = draw(told, self._username, person.id, person.name)
            self._show.show(message.chat.id, reply, None, thread_of(message))

    async def _commanded(self, person: Person, command: str, payload: str) -> Told:
        play = self._play
        match command:
            case "start" if payload in LINKED:
                return await self._commanded(person, payload, "")
            case "start":
                found = SET_LINK.fullmatch(payload)
                return await play.browse.hello(person, found[1] if found else None)
            case "admin":
                return await self._admin.commanded(person)
            case "stop":
                return await play.solo.stop(person)
            case "forget":
                return await play.profile.ask_to_forget(person)
            case "mydata":
                return await play.profile.my_data(person)
        simple = {
            "quiz": play.browse.browse,
            "privacy": play.browse.privacy,
            "leaderboard": play.browse.leaderboard,
            "stats": play.profile.stats,
            "settings": play.profile.settings,
            "help": play.profile.help,
        }
        return await simple.get(command, play.profile.pointer)(person)

    def _command(self, text: str) -> tuple[str, str]:
        """The command and what follows it; "" where it is none, or meant for another bot."""
        found = re.match(r"/(\w{1,32})(?:@(\w+))?(?:\s+(\S.*))?$", text.strip(), re.DOTALL)
        if not found or (found[2] and found[2].lower() != self._username.lower()):
            return "", ""
        return found[1].lower(), (found[3] or "").strip()

    def _tell(
        self, chat_id: int, person: Person, told: Told, tapped: tuple[str, int] | None
    ) -> None:
        reply = draw(told, self._username, person.id, person.name)
        self._show.show(chat_id, reply, tapped)


# The commands that a link from a group may lead to.
LINKED = ("quiz", "leaderboard", "stats", "settings", "stop", "help", "privacy", "mydata", "forget")


def _table(play: Play) -> Mapping[type, Callable[[Person, Action], Awaitable[Told]]]:
    """What each kind of button does."""
    solo, browse, profile = play.solo, play.browse, play.profile
    moves = (actions.Choose, actions.Toggle, actions.Put, actions.Undo, actions.Submit)
    return {
        **dict.fromkeys(moves, solo.move),
        actions.Browse: lambda who, a: browse.browse(who, a.topic, a.page),
        actions.Open: lambda who, a: browse.card(who, a.set_id),
        actions.Board: lambda who, a: browse.board(who, a.set_id, a.period, a.page),
        actions.Start: lambda who, a: solo.start(who, a.set_id),
        actions.Resume: lambda who, a: solo.resume(who, a.attempt),
        actions.Next: lambda who, a: solo.next(who, a.attempt, a.turn),
        actions.Hint: lambda who, a: solo.hint(who, a.attempt, a.turn),
        actions.Skip: lambda who, a: solo.skip(who, a.attempt, a.turn),
        actions.Result: lambda who, a: solo.result(who, a.attempt, a.page),
        actions.RetryMissed: lambda who, a: solo.retry_missed(who, a.attempt),
        actions.Leave: lambda who, a: solo.leave(who, a.attempt),
        actions.FinishNow: lambda who, a: solo.finish_now(who, a.attempt),
        actions.Report: lambda who, a: profile.report(who, a.attempt, a.position),
        actions.NoMore: lambda who, a: profile.no_more(who),
        actions.Settings: lambda who, a: profile.settings(who),
        actions.Hurry: lambda who, a: profile.hurry(who, on=a.on),
        actions.Speak: lambda who, a: profile.speak(who, a.language),
        actions.OfferAppearance: lambda who, a: profile.offer(who),
        actions.Appear: lambda who, a: profile.appear(who, a.shown_as),
        actions.Forget: lambda who, a: profile.forget(who, sure=a.sure),
    }
