"""Groups never see more than Telegram allows."""

from markupsafe import Markup

from bot.demo.server import StandIn
from bot.screens.screen import Reply, Screen
from bot.telegram.quota import MESSAGES, SECONDS, Quota
from bot.telegram.show import Show
from tests.telegram.conftest import bot_at


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


async def test_a_minute_never_holds_more_than_twenty_messages() -> None:
    clock, sent = Clock(), []
    quota = Quota(clock.sleep, clock)
    for _ in range(3 * MESSAGES):
        await quota.wait(-1)
        sent.append(clock.now)
        clock.now += 1.0
    assert all(
        later - sooner >= SECONDS for sooner, later in zip(sent, sent[MESSAGES:], strict=False)
    )


async def test_groups_do_not_wait_for_each_other_nor_does_a_private_chat() -> None:
    clock = Clock()
    quota = Quota(clock.sleep, clock)
    for _ in range(MESSAGES):
        await quota.wait(-1)
    for _ in range(2 * MESSAGES):
        await quota.wait(7)
    await quota.wait(-2)
    assert clock.slept == []
    await quota.wait(-1)
    assert clock.slept == [SECONDS]


async def test_what_is_said_to_a_group_is_held_back_not_lost() -> None:
    clock = Clock()

    async def ignore(*_: object) -> None: ...

    standing = StandIn(group="Class 3B", limits=False)
    async with standing as far, bot_at(far.url, far.token) as bot:
        show = Show(bot, ignore, closed=ignore, moved=ignore, failed=print, sleep=clock.sleep)
        said = tuple(Screen(Markup(str(number))) for number in range(MESSAGES + 5))
        show.show(far.group_id, Reply(send=said))
        await show.drain(10)
        heard = [r.params["text"] for r in far.requests if r.method == "sendMessage"]
        assert heard == [str(number) for number in range(MESSAGES + 5)]
        assert len(clock.slept) == 5
        await show.close()
