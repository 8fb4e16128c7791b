"""Polls: sent, voted in, closed; what the bot hears of them and what each person sees."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.demo.server import StandIn
from tests.demo.conftest import Bot, Clock, Refusal, Room, Someone


async def answers(bot: Bot) -> list[dict[str, Any]]:
    return [update["poll_answer"] for update in await bot.updates() if "poll_answer" in update]


async def shown(room: Room, someone: Someone) -> dict[str, Any]:
    """The last poll in the group as this person sees it."""
    messages = await room.sees(someone)
    poll: dict[str, Any] = next(each["poll"] for each in reversed(messages) if "poll" in each)
    return poll


async def test_votes_reach_the_bot_without_chat_or_time(
    bot: Bot, anna: Someone, ben: Someone, room: Room
) -> None:
    sent = await room.polls()
    await room.votes(anna, sent, 1)
    await room.votes(ben, sent, 0)
    first, second = await answers(bot)
    options = sent["poll"]["options"]
    assert first == {
        "poll_id": sent["poll"]["id"],
        "user": first["user"],
        "option_ids": [1],
        "option_persistent_ids": [options[1]["persistent_id"]],
    }
    assert (first["user"]["id"], second["user"]["id"]) == (anna.id, ben.id)


async def test_the_bot_hears_of_every_change_of_its_polls(
    bot: Bot, anna: Someone, room: Room
) -> None:
    sent = await room.polls()
    await room.votes(anna, sent, 1)
    stopped = await bot.call("stopPoll", chat_id=room.id, message_id=sent["message_id"])
    _, voted, closed = await bot.updates()
    assert [option["voter_count"] for option in voted["poll"]["options"]] == [0, 1, 0]
    assert (closed["poll"], stopped["is_closed"]) == (stopped, True)


async def test_results_and_solution_show_once_one_has_voted(
    anna: Someone, ben: Someone, room: Room
) -> None:
    sent = await room.polls(explanation="Count <b>them</b>", explanation_parse_mode="HTML")
    assert sent["poll"]["explanation_entities"][0]["type"] == "bold"
    before = await shown(room, anna)
    assert "correct_option_ids" not in before
    assert "explanation" not in before
    mine = await room.votes(anna, sent, 0)
    assert (mine["chosen"], mine["results_shown"]) == ([0], True)
    assert (mine["correct_option_ids"], mine["explanation"]) == ([1], "Count them")
    assert [option["voter_count"] for option in mine["options"]] == [1, 0, 0]
    theirs = await shown(room, ben)
    assert (theirs["chosen"], theirs["results_shown"]) == ([], False)
    assert [option["voter_count"] for option in theirs["options"]] == [0, 0, 0]
    assert theirs["total_voter_count"] == 1
    assert "correct_option_ids" not in theirs


async def test_hidden_results_wait_for_the_close(
    bot: Bot, anna: Someone, ben: Someone, room: Room
) -> None:
    sent = await room.polls(hide_results_until_closes=True)
    mine = await room.votes(anna, sent, 1)
    assert (mine["chosen"], mine["results_shown"]) == ([1], False)
    assert "correct_option_ids" not in mine
    await bot.call("stopPoll", chat_id=room.id, message_id=sent["message_id"])
    for someone in (anna, ben):
        seen = await shown(room, someone)
        assert seen["correct_option_ids"] == [1]
        assert [option["voter_count"] for option in seen["options"]] == [0, 1, 0]


async def test_every_member_hears_of_votes_as_they_may(
    bot: Bot, anna: Someone, ben: Someone, room: Room
) -> None:
    sent = await room.polls()
    after = (await anna.view())["at"]
    await room.votes(anna, sent, 1)
    (mine,) = await anna.hears(1, after)
    (theirs,) = await ben.hears(1, after)
    for event in (mine, theirs):
        assert (event["type"], event["chat_id"]) == ("poll", room.id)
        assert event["message_id"] == sent["message_id"]
    assert (mine["poll"]["correct_option_ids"], mine["poll"]["chosen"]) == ([1], [1])
    assert "correct_option_ids" not in theirs["poll"]


async def test_a_shuffled_poll_is_answered_by_position_and_told_by_number(
    bot: Bot, room: Room, ben: Someone
) -> None:
    options = [{"text": f"option {number}"} for number in range(12)]
    sent = await room.polls(options=options, shuffle_options=True)
    assert [option["text"] for option in sent["poll"]["options"]] == [
        option["text"] for option in options
    ]
    seen = [option["text"] for option in (await shown(room, ben))["options"]]
    assert sorted(seen) == sorted(option["text"] for option in options)
    assert seen != [option["text"] for option in options]
    poll = await room.votes(ben, sent, 3)
    assert poll["chosen"] == [3]
    assert seen[poll["correct_option_ids"][0]] == "option 1"
    (answer,) = await answers(bot)
    chosen = options[answer["option_ids"][0]]["text"]
    assert chosen == seen[3]
    by_id = {option["persistent_id"]: option["text"] for option in sent["poll"]["options"]}
    assert by_id[answer["option_persistent_ids"][0]] == seen[3]


async def test_a_vote_in_a_quiz_is_final(bot: Bot, anna: Someone, room: Room) -> None:
    sent = await room.polls()
    assert sent["poll"]["allows_revoting"] is False
    await room.votes(anna, sent, 1)
    for again in ((0,), ()):
        status, body = await room.tries_to_vote(anna, sent, *again)
        assert (status, body["error"]) == (400, "A vote in this poll is final.")
    assert len(await answers(bot)) == 1


async def test_an_opinion_can_change_and_be_retracted(bot: Bot, anna: Someone, room: Room) -> None:
    sent = await room.polls(type="regular", correct_option_ids=None)
    for chosen in ((0,), (2,), (2,), ()):
        await room.votes(anna, sent, *chosen)
    heard = [answer["option_ids"] for answer in await answers(bot)]
    assert heard == [[0], [2], []]
    status, body = await room.tries_to_vote(anna, sent, 0, 1)
    assert (status, body["error"]) == (400, "This poll takes one answer.")


async def test_several_answers_come_in_order(bot: Bot, anna: Someone, room: Room) -> None:
    sent = await room.polls(allows_multiple_answers=True, correct_option_ids=[0, 2])
    await room.votes(anna, sent, 2, 0)
    (answer,) = await answers(bot)
    assert answer["option_ids"] == [0, 2]


async def test_nobody_hears_who_voted_in_an_anonymous_poll(
    bot: Bot, anna: Someone, room: Room
) -> None:
    sent = await room.polls(is_anonymous=None)
    assert sent["poll"]["is_anonymous"] is True
    await room.votes(anna, sent, 1)
    (update,) = await bot.updates()
    assert update["poll"]["total_voter_count"] == 1
    assert str(anna.id) not in str(update)


async def test_an_anonymous_administrator_votes_as_the_group(
    bot: Bot, anna: Someone, room: Room
) -> None:
    sent = await room.polls()
    await room.votes(anna, sent, 1, anonymous=True)
    (answer,) = await answers(bot)
    assert (answer["voter_chat"]["id"], answer["user"]["username"]) == (room.id, "Channel_Bot")


async def test_a_poll_closes_by_itself(
    bot: Bot, anna: Someone, ben: Someone, room: Room, clock: Clock
) -> None:
    sent = await room.polls(open_period=20)
    assert sent["poll"]["close_date"] == sent["date"] + 20
    clock.now += 19
    await room.votes(anna, sent, 1)
    await bot.updates()
    clock.now += 1
    (update,) = await bot.call("getUpdates", timeout=5)
    assert update["poll"]["is_closed"] is True
    assert "close_date" not in update["poll"]
    status, body = await room.tries_to_vote(ben, sent, 1)
    assert (status, body["error"]) == (400, "This poll is closed.")
    assert (await shown(room, ben))["correct_option_ids"] == [1]
    assert await bot.refusal("stopPoll", chat_id=room.id, message_id=sent["message_id"]) == (
        400,
        "Bad Request: poll has already been closed",
    )


async def test_a_poll_closes_by_itself_while_the_bot_waits(
    bot: Bot, room: Room, clock: Clock
) -> None:
    await room.polls(close_date=int(clock.now) + 5)
    clock.now += 5
    (update,) = await bot.updates(timeout=5)
    assert update["poll"]["is_closed"] is True


async def test_a_stopped_poll_loses_or_changes_its_buttons(
    bot: Bot, anna: Someone, room: Room
) -> None:
    def keyboard(text: str) -> dict[str, Any]:
        return {"inline_keyboard": [[{"text": text, "callback_data": text}]]}

    for given in (None, keyboard("next")):
        sent = await room.polls(reply_markup=keyboard("close"))
        place = {"chat_id": room.id, "message_id": sent["message_id"]}
        await bot.call("stopPoll", **place, reply_markup=given)
        last = (await room.sees(anna))[-1]
        assert last.get("reply_markup") == given
        assert last["poll"]["is_closed"] is True


async def test_only_polls_of_the_bot_can_be_stopped(bot: Bot, anna: Someone, room: Room) -> None:
    sent = await bot.call("sendMessage", chat_id=room.id, text="x")
    place = {"chat_id": room.id, "message_id": sent["message_id"]}
    assert await bot.refusal("stopPoll", **place) == (400, "Bad Request: message is not a poll")
    assert await bot.refusal("stopPoll", chat_id=room.id, message_id=999) == (
        400,
        "Bad Request: message with poll to stop not found",
    )
    poll = await room.polls()
    place = {"chat_id": room.id, "message_id": poll["message_id"]}
    assert await bot.refusal("editMessageText", **place, text="y") == (
        400,
        "Bad Request: there is no text in the message to edit",
    )


async def test_only_members_vote(anna: Someone, chiara: Someone, room: Room) -> None:
    sent = await room.polls()
    status, body = await room.tries_to_vote(chiara, sent, 1)
    assert (status, body["error"]) == (400, "There is no such chat for this person.")
    status, body = await room.tries_to_vote(anna, sent, 3)
    assert (status, body["error"]) == (400, "There is no such option in this poll.")


async def test_a_poll_that_somebody_answers_does_not_tell_its_solution(
    bot: Bot, anna: Someone, ben: Someone, room: Room
) -> None:
    sent = await room.polls()
    await anna.sends("which one?", chat=room.id, reply_to=sent["message_id"])
    (update,) = await bot.updates()
    assert update["message"]["reply_to_message"]["poll"]["correct_option_ids"] == [1]
    seen = (await room.sees(ben))[-1]["reply_to_message"]["poll"]
    assert "correct_option_ids" not in seen


async def test_polls_go_into_private_chats_too(bot: Bot, anna: Someone) -> None:
    quiz = {"question": "?", "options": ["a", "b"], "type": "quiz", "correct_option_ids": [0]}
    sent = await bot.call("sendPoll", chat_id=anna.id, **quiz, is_anonymous=False)
    body = await anna.does("vote", message_id=sent["message_id"], options=[0])
    assert body["poll"]["correct_option_ids"] == [0]
    assert [answer["user"]["id"] for answer in await answers(bot)] == [anna.id]


TWO = [{"text": "a"}, {"text": "b"}]


@pytest.mark.parametrize(
    "asked,sentence",
    [
        ({"question": " "}, "text must be non-empty"),
        ({"question": "x" * 301}, "poll question length must not exceed 300"),
        ({"options": None}, "expected an Array of InputPollOption"),
        ({"options": "["}, "can't parse options JSON object"),
        ({"options": [5]}, "can't parse InputPollOption: Expected InputPollOption to be an Object"),
        ({"options": []}, "poll must have at least one answer option"),
        ({"options": TWO * 7}, "poll can't have more than 12 options"),
        ({"options": [{"text": "x" * 101}]}, "poll options length must not exceed 100"),
        ({"options": [{"text": ""}]}, "text must be non-empty"),
        ({"type": "exam"}, "unsupported poll type specified"),
        ({"correct_option_ids": None}, "correct quiz option list must be non-empty"),
        ({"correct_option_ids": [1, 0]}, "correct quiz option list must be increasing"),
        ({"correct_option_ids": [1, 1]}, "correct quiz option list must be increasing"),
        ({"correct_option_ids": [3]}, "wrong quiz correct_option_id"),
        ({"correct_option_ids": ["1"]}, "correct option identifier must be of type Number"),
        ({"correct_option_ids": {}}, "expected an Array of correct option identifiers"),
        ({"explanation": "x" * 201}, "quiz explanation is too long"),
        ({"explanation": "1\n2\n3\n4"}, "quiz explanation has too many line feeds"),
        ({"description": "x" * 1025}, "message caption is too long"),
        ({"open_period": 4}, "a poll is open for 5 to 2628000 seconds"),
        ({"open_period": 2_628_001}, "a poll is open for 5 to 2628000 seconds"),
        ({"close_date": 1_700_000_004}, "a poll is open for 5 to 2628000 seconds"),
        (
            {"open_period": 5, "close_date": 1_700_000_009},
            "open_period can't be used together with close_date",
        ),
    ],
)
async def test_what_telegram_does_not_take(
    room: Room, asked: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refusal) as caught:
        await room.polls(**asked)
    assert (caught.value.code, str(caught.value)) == (400, f"Bad Request: {sentence}")


async def test_the_longest_poll_that_telegram_takes(room: Room) -> None:
    sent = await room.polls(
        question="x" * 300,
        options=[{"text": f"{number:0>100}"} for number in range(12)],
        explanation=("<b>" + "x" * 198 + "</b>\ny"),
        explanation_parse_mode="HTML",
        description="x" * 1024,
        open_period=2_628_000,
    )
    assert len(sent["poll"]["explanation"]) == 200
    assert len(sent["poll"]["description"]) == 1024


async def test_a_crowd_votes_and_every_vote_is_told_once(http: aiohttp.ClientSession) -> None:
    crowd = [{"first_name": f"Person {number}"} for number in range(60)]
    async with StandIn(people=crowd, group="Crowd") as far:
        other = Bot(far, http)
        quiz = {"question": "?", "options": TWO, "type": "quiz", "correct_option_ids": [0]}
        await other.updates(allowed_updates=["poll_answer"])
        sent = await other.call("sendPoll", chat_id=far.group_id, **quiz, is_anonymous=False)
        for number in far.world.people:
            asked = {"message_id": sent["message_id"], "options": [number % 2]}
            await Someone(far, http, number).does("vote", chat=far.group_id, **asked)
        heard = await answers(other)
    assert [answer["user"]["id"] for answer in heard] == list(far.world.people)
    assert [answer["option_ids"] for answer in heard] == [[n % 2] for n in far.world.people]
