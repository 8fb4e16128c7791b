"""Nobody sees more than Telegram allows, and nobody waits for what others do."""

from collections import Counter

from bot.telegram.quota import FORGET_AFTER, Call, Quota
from tests.telegram.moments import Moments

GROUP, OTHER_GROUP = -1, -2


class Calls:
    """What was let through: when, and in which chat."""

    def __init__(self, rate: int = 30) -> None:
        self.time = Moments()
        self.quota = Quota(rate, self.time.sleep, self.time)
        self.made: list[tuple[float, int]] = []

    async def queue(self, chat_id: int, times: int = 1, call: Call = "message") -> None:
        for _ in range(times):
            await self.quota.wait(chat_id, call)
            self.made.append((self.time.now, chat_id))

    def at(self, chat_id: int) -> list[float]:
        return [at for at, chat in self.made if chat == chat_id]


async def test_a_minute_in_a_group_never_holds_more_than_twenty_messages() -> None:
    calls = Calls()
    await calls.time.until_done(calls.queue(GROUP, 70))
    at = calls.at(GROUP)
    assert all(later - sooner > 60 for sooner, later in zip(at, at[20:], strict=False))
    assert all(later - sooner > 5 for sooner, later in zip(at, at[5:], strict=False))
    assert at[4] == 0.0
    assert at[69] < 3.5 * 61


async def test_a_private_chat_gets_five_at_once_and_then_one_a_second() -> None:
    calls = Calls()
    await calls.time.until_done(calls.queue(7, 10))
    assert calls.at(7) == [0, 0, 0, 0, 0, 1, 2, 3, 4, 5]


async def test_all_chats_together_get_thirty_a_second() -> None:
    calls = Calls()
    await calls.time.until_done(*(calls.queue(person, 3) for person in range(1, 101)))
    at = sorted(at for at, _ in calls.made)
    assert all(later - sooner >= 1 - 1e-6 for sooner, later in zip(at, at[30:], strict=False))
    assert at[-1] < 10.0


async def test_a_long_queue_lets_others_pass() -> None:
    """At the overall limit, each waiting chat has one in line."""
    calls = Calls(rate=2)
    await calls.time.until_done(
        *(calls.queue(1, 5) for _ in range(20)), *(calls.queue(person, 1) for person in (2, 3, 4))
    )
    assert calls.at(2)[0] <= 1.0
    assert max(calls.at(3)[0], calls.at(4)[0]) <= 2.0
    assert calls.at(1)[-1] > 50


async def test_edits_in_a_group_have_their_own_pace() -> None:
    calls = Calls()
    await calls.time.until_done(calls.queue(GROUP, 20, "edit"))
    assert calls.at(GROUP)[:6] == [0, 0, 0, 0, 0, 1]
    calls.made.clear()
    start = calls.time.now
    await calls.time.until_done(calls.queue(GROUP, 5))
    assert calls.at(GROUP) == [start] * 5


async def test_answers_and_private_edits_are_not_held_back() -> None:
    calls = Calls(rate=1)
    await calls.time.until_done(
        calls.queue(GROUP, 500, "answer"),
        calls.queue(7, 500, "edit"),
        calls.queue(7, 500, "answer"),
    )
    assert calls.time.now == 0.0


async def test_a_refusal_holds_up_that_kind_of_call_in_that_chat_and_nothing_else() -> None:
    calls = Calls()
    calls.quota.refused(GROUP, "message", 300)
    await calls.time.until_done(
        calls.queue(OTHER_GROUP, 5), calls.queue(7, 5), calls.queue(GROUP, 5, "answer")
    )
    assert calls.time.now == 0.0
    await calls.time.until_done(calls.queue(GROUP, 2))
    assert calls.at(GROUP)[-2:] == [300, 300.25]


async def test_answers_that_were_refused_once_go_slowly_for_a_minute() -> None:
    calls = Calls()
    calls.quota.refused(7, "answer", 2)
    await calls.time.until_done(*(calls.queue(7, 1, "answer") for _ in range(4)))
    assert calls.at(7) == [2, 2.25, 2.5, 2.75]
    await calls.time.passes(60)
    calls.made.clear()
    start = calls.time.now
    await calls.time.until_done(calls.queue(7, 50, "answer"))
    assert calls.at(7) == [start] * 50


async def test_a_refusal_in_mid_wait_is_obeyed() -> None:
    calls = Calls()
    await calls.queue(7, 5)

    async def refused() -> None:
        await calls.time.sleep(0.5)
        calls.quota.refused(7, "message", 10)

    await calls.time.until_done(calls.queue(7, 1), refused())
    assert calls.at(7)[-1] == 10.5


async def test_without_limits_only_refusals_count() -> None:
    calls = Calls(rate=0)
    await calls.time.until_done(calls.queue(GROUP, 500), calls.queue(7, 500))
    assert calls.time.now == 0.0
    calls.quota.refused(7, "message", 3)
    await calls.time.until_done(calls.queue(7, 1))
    assert calls.time.now == 3.0


async def test_chats_that_fell_silent_are_forgotten_but_not_what_holds_them() -> None:
    calls = Calls(rate=1000)
    await calls.time.until_done(*(calls.queue(person) for person in range(1, 2001)))
    calls.quota.refused(GROUP, "message", 10_000)
    assert calls.quota.remembered == 2001
    await calls.time.passes(2 * FORGET_AFTER)
    await calls.queue(1)
    assert calls.quota.remembered == 2
    await calls.time.until_done(calls.queue(GROUP))
    assert calls.at(GROUP)[-1] > 10_000


async def test_a_lesson_with_many_at_once_keeps_its_order_in_each_chat() -> None:
    calls = Calls()
    people = Counter(dict.fromkeys(range(1, 41), 4))
    groups = {-group: 12 for group in range(1, 4)}
    await calls.time.until_done(*(calls.queue(*each) for each in {**people, **groups}.items()))
    assert Counter(chat for _, chat in calls.made) == {**people, **groups}
    assert calls.time.now < 15
