"""Updates sent by Telegram, and taken once they are on disk: only then is the answer 200.

Whatever else is answered Telegram delivers again, for a day, and holds that chat's others back
meanwhile. So 200 is also the answer to what comes from Telegram, whole, and is no update: it would
never become one.
"""

import asyncio
import hmac
from collections.abc import Callable, Sequence
from typing import Any

from aiohttp import web
from telegram import Bot, WebhookInfo
from telegram.error import BadRequest
from yarl import URL

from bot.listening import listening
from bot.quickjson import parse
from bot.store.database import DatabaseFailed
from bot.telegram.intake import Intake
from bot.telegram.reading import Raw
from bot.telegram.source import Source, log

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name only
BODY_LIMIT = 2**20  # bytes; what Telegram sends is far below
BODY_SECONDS = 15.0  # for a body to arrive
CONNECTIONS = 100  # the most that Telegram opens; each waits for one commit, so many are welcome
MANY = 100  # updates that wait at Telegram before their growing in number means anything


class WebhookRefused(Exception):
    """Telegram does not want to send updates to this address; the message says why."""


class Webhook(Source):
    """Takes in what Telegram posts to `url`, of which a proxy hands the requests to `listen`.

    `refused` is told the status of every answer but 200. At the end the webhook stays, so that
    Telegram keeps what comes until the bot is there again.
    """

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        *,
        allowed: Sequence[str],
        url: str,
        secret: str,
        listen: str,
        refused: Callable[[int], None],
        **how: Any,
    ) -> None:
        super().__init__(bot, intake, allowed=allowed, **how)
        self._url = url
        self._path = URL(url).path
        self._secret = secret
        self._listen = listen
        self._refused = refused
        self._taken = 0
        self._taken_at: float | None = None
        self._told_at = self._clock()  # when Telegram last told how it goes
        self._ill = ""

    async def run(self) -> None:
        """Take updates in until stopped.

        Raises TokenRejected, WebhookRefused, CannotListen, and what broke the intake,
        DatabaseFailed for one.
        """
        async with listening(self._listen, self._answer) as address:
            log.info("Listening at %s for what comes to %s", address, self._url)
            await self._until_stopped(self._serve())

    @property
    def silence(self) -> float | None:
        """For how many seconds nothing has come; None where nothing has come at all."""
        return None if self._taken_at is None else self._clock() - self._taken_at

    def trouble(self) -> str:
        silent = self._clock() - self._told_at
        if silent > 3 * self._pace.look:
            return f"Telegram has not answered for {silent:.0f} s"
        return self._ill

    async def _connect(self) -> None:
        await self._ask(self._bot.initialize)

    async def _serve(self) -> None:
        before = await self._ask(self._bot.get_webhook_info)
        # Each time: whether the secret is still the same cannot be asked. It also has Telegram
        # try at once what it would try again in a while.
        await self._ask(self._set)
        await self._catch_up(before.pending_update_count)
        told = await self._look(None)
        while True:
            await asyncio.sleep(self._pace.look)
            told = await self._look(told)

    async def _set(self) -> None:
        try:
            await self._bot.set_webhook(
                self._url,
                secret_token=self._secret,
                max_connections=CONNECTIONS,
                allowed_updates=self._allowed,
                drop_pending_updates=False,
            )
        except BadRequest as error:  # a NetworkError to the library, but it would stay so
            raise WebhookRefused(error.message) from None

    async def _catch_up(self, waiting: int) -> None:
        """Until what waited has come and is handled; for a while at most."""
        asks = int(self._pace.catch_up)
        while asks and self._taken < waiting:
            await asyncio.sleep(min(1.0, self._pace.look))
            info = await self._ask(self._bot.get_webhook_info)
            asks = asks - 1 if info.pending_update_count else 0
        await self._intake.quiet(self._pace.catch_up)
        self.caught_up.set()

    async def _look(self, before: WebhookInfo | None) -> WebhookInfo:
        """Learn from Telegram how delivery goes, compared with last time."""
        told = await self._ask(self._bot.get_webhook_info)
        self._told_at = self._clock()
        ill = self._judged(before, told)
        if ill and ill != self._ill:
            log.warning("Updates do not come: %s", ill)
        self._ill = ill
        return told

    def _judged(self, before: WebhookInfo | None, told: WebhookInfo) -> str:
        if told.url != self._url:
            return "Telegram sends this bot's updates elsewhere; another program has seen to that"
        if before is None or not told.pending_update_count:
            return ""
        if told.last_error_date and told.last_error_date != before.last_error_date:
            return f"Telegram cannot deliver ({told.last_error_message})"
        if told.pending_update_count > max(before.pending_update_count, MANY):
            return f"{told.pending_update_count} updates wait at Telegram, more and more"
        return ""

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        status = await self._status(request)
        answer = web.Response(status=status)
        if status != 200:
            self._refused(status)
            answer.force_close()
        return answer

    async def _status(self, request: web.BaseRequest) -> int:
        if request.path != self._path:
            return 404
        if request.method != "POST":
            return 405
        # Before anything is read: strangers get no memory.
        if not self._proves_itself(request):
            return 401
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(request)
        except TimeoutError:
            return 408
        except (ConnectionError, web.RequestPayloadError):  # half of it; it will come again
            return 400
        return 413 if body is None else await self._take(body)

    def _proves_itself(self, request: web.BaseRequest) -> bool:
        told = request.headers.get(SECRET_HEADER, "")
        return hmac.compare_digest(told.encode(errors="surrogateescape"), self._secret.encode())

    async def _take(self, body: bytes) -> int:
        raw = _update(body)
        if raw is None:
            log.error("Telegram sent %d bytes that are no update; they are dropped", len(body))
            return 200
        try:
            await self._intake.take([raw])
        except DatabaseFailed as error:
            self._intake.fail(error)
            return 503
        self._taken += 1
        self._taken_at = self._clock()
        return 200


async def _body(request: web.BaseRequest) -> bytes | None:
    """What was posted; None if it is too much."""
    body = bytearray()
    if (request.content_length or 0) > BODY_LIMIT:
        return None
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)


def _update(body: bytes) -> Raw | None:
    try:
        found = parse(body)
    except (ValueError, RecursionError):
        return None
    number = found.get("update_id") if isinstance(found, dict) else None
    return found if isinstance(number, int) and not isinstance(number, bool) else None
