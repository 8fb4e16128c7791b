"""One thing said to Telegram: when its turn has come, until it arrived or never will."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError

from bot.screens.screen import Posted, Reply, Rows, Said, Screen
from bot.telegram.calls import do
from bot.telegram.posting import NO_PREVIEW, post
from bot.telegram.quota import Call, Quota
from bot.telegram.refusals import GONE, NO_TEXT, POLL_OVER, UNCHANGED, is_closed, says
from bot.telegram.rendering import NOTICE_LIMIT, TEXT_LIMIT, fitted, keyboard, shortened
from bot.telegram.request import NotSent
from bot.telegram.waiting import Sleep, seconds_of

log = logging.getLogger(__name__)

# Told: what is shown, by which message (None: by none, it could not be sent), and which poll in it.
Remember = Callable[[Posted | Said, int | None, str | None], Awaitable[None]]
Result = TypeVar("Result")

PAUSES = (1.0, 3.0, 10.0, 30.0)  # seconds between tries while the network fails; the last stays
ANSWER_TRIES = 5  # a tap cannot be answered for long
# Of what may have arrived, so that one message that Telegram stumbles over ends some time.
UNCLEAR_TRIES = 20


class Sender:
    """Sends and changes single messages, and answers taps, as often as that takes.

    `posted` is told which message shows a question, or that none will. What Telegram refuses is
    raised as TelegramError.
    """

    def __init__(
        self, bot: Bot, posted: Remember, *, quota: Quota, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._bot = bot
        self._posted = posted
        self._quota = quota
        self._sleep = sleep

    async def turn(
        self, chat_id: int, at: int | None, screen: Screen, thread_id: int, *, anew: bool
    ) -> None:
        """Turn the message into the screen; where that cannot be, send it, if `anew`."""
        if at is None:
            await self.send(chat_id, screen, thread_id)
        elif screen.attachment is not None:
            await self._replace(chat_id, at, screen, thread_id)
        else:
            await self._edit(chat_id, at, screen, thread_id, anew=anew)

    async def _edit(
        self, chat_id: int, at: int, screen: Screen, thread_id: int, *, anew: bool
    ) -> None:
        edited = partial(
            do,
            self._bot,
            "editMessageText",
            chat_id=chat_id,
            message_id=at,
            text=fitted(screen.text, TEXT_LIMIT),
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(screen.rows),
            link_preview_options=NO_PREVIEW,
        )
        try:
            await self._call(chat_id, "edit", edited)
        except BadRequest as error:
            if says(error, *GONE, NO_TEXT) and not anew:
                return
            if says(error, *GONE):
                await self.send(chat_id, screen, thread_id)
            elif says(error, NO_TEXT):
                await self._replace(chat_id, at, screen, thread_id)
            elif not says(error, UNCHANGED):
                raise

    async def _replace(self, chat_id: int, at: int, screen: Screen, thread_id: int) -> None:
        await self.send(chat_id, screen, thread_id)
        await self.change_rows(chat_id, at, ())

    async def end_poll(self, chat_id: int, at: int) -> None:
        """End the poll, unless it is over or gone."""
        try:
            await self._call(chat_id, "edit", lambda: self._bot.stop_poll(chat_id, at))
        except BadRequest as error:
            if not says(error, *POLL_OVER, *GONE):
                raise
            # A poll that ended by itself has kept its buttons.
            await self.change_rows(chat_id, at, ())

    async def change_rows(self, chat_id: int, at: int, rows: Rows) -> None:
        """Give the message these buttons, unless it has them or is gone."""
        changed = partial(
            do,
            self._bot,
            "editMessageReplyMarkup",
            chat_id=chat_id,
            message_id=at,
            reply_markup=keyboard(rows),
        )
        try:
            await self._call(chat_id, "edit", changed)
        except BadRequest as error:
            if not says(error, UNCHANGED, *GONE):
                raise

    async def send(self, chat_id: int, screen: Screen, thread_id: int) -> None:
        """Send a message, or what stands in for it; OSError where its file cannot be read."""
        sent = partial(post, self._bot, chat_id, thread_id, screen)
        # What has a stand-in is not sent twice: a poll whose id got lost can never count.
        unclear = 1 if screen.instead else UNCLEAR_TRIES
        try:
            message_id, poll_id = await self._call(chat_id, "message", sent, unclear=unclear)
        except (OSError, TelegramError) as error:
            other = _instead(screen, error)
            if other is None:
                # Where the chat is closed, that is noted first; then all that waits is given up.
                if not isinstance(error, ChatMigrated) and not is_closed(error):
                    await self.never(screen)
                raise
            log.warning("Chat %d is shown something else: %s", chat_id, error)
            await self.send(chat_id, other, thread_id)
            return
        if screen.posted is not None:
            await self._posted(screen.posted, message_id, poll_id)

    async def never(self, screen: Screen) -> None:
        """Tell that this will not be sent."""
        if screen.posted is not None:
            await self._posted(screen.posted, None, None)

    async def answer(self, chat_id: int, query_id: str, reply: Reply) -> None:
        """Answer a tap; a failure is only logged."""
        answered = partial(
            do,
            self._bot,
            "answerCallbackQuery",
            callback_query_id=query_id,
            text=shortened(reply.notice, NOTICE_LIMIT) or None,
            show_alert=reply.alert or None,
        )
        try:
            await self._call(chat_id, "answer", answered, tries=ANSWER_TRIES)
        except TelegramError as error:  # mostly: too old
            log.info("A tap stayed without an answer: %r", error)

    async def _call(
        self,
        chat_id: int,
        kind: Call,
        asked: Callable[[], Awaitable[Result]],
        *,
        tries: int | None = None,
        unclear: int = UNCLEAR_TRIES,
    ) -> Result:
        """The way of everything to Telegram, when its turn has come: as long as it cannot be
        reached, it is tried again.

        At most `tries` times in all, if given, and at most `unclear` times where it may have
        arrived although no answer came: each of these may be one message more.
        """
        failures = 0
        while True:
            await self._quota.wait(chat_id, kind)
            try:
                return await asked()
            except BadRequest:  # a NetworkError to the library, but it will not get better
                raise
            except RetryAfter as error:
                self._quota.refused(chat_id, kind, seconds_of(error))
            except NetworkError as error:
                failures += 1
                unclear -= not isinstance(error, NotSent)
                if not unclear or failures == tries:
                    raise
                if failures == 1:
                    log.warning("Telegram did not take something (%s); trying again", error)
                await self._sleep(PAUSES[min(failures, len(PAUSES)) - 1])


def _instead(screen: Screen, error: Exception) -> Screen | None:
    """What to send where this could not be sent, or nobody knows whether it was."""
    if isinstance(error, ChatMigrated | NotSent) or is_closed(error):
        return None
    refused = isinstance(error, OSError | BadRequest)
    if refused and screen.refused is not None:
        return screen.refused
    if screen.instead is not None:
        return screen.instead
    return replace(screen, attachment=None) if screen.attachment and refused else None
