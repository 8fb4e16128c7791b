"""What comes of taps and of time in a group, without Telegram."""

import pytest

from bot.play import group_actions as actions
from bot.play.group_outcomes import (
    Dropped,
    ItemOpen,
    ItemProgress,
    Joined,
    LobbyClosed,
    LobbyOpen,
    OnTheWay,
    OwnPlace,
    Podium,
    Revealed,
    TooLate,
    Voted,
)
from bot.store import standings
from bot.store.rounds import SavedRound
from bot.store.standings import Team
from tests.play.conftest import ANNA, BRUNO, CARLA, DARIO, HERE, Evening, told


async def weekly(evening: Evening) -> None:
    """Fridays at six in Rome, from a group of friends."""
    lobby = await evening.lobby("friends")
    await evening.lobbies.cancel(ANNA, lobby.id, admin=True)
    for what, value in (("weekly_day", "4"), ("weekly_hour", "18")):
        action = actions.SetGroup(what, value)
        await evening.groups.settle(ANNA, HERE, "G", action, admin=True)


async def played(evening: Evening) -> SavedRound:
    """A round that Anna has just ended, after one answer."""
    lobby = await evening.lobby()
    await evening.begin()
    await evening.vote(BRUNO, 0)
    over = told(await evening.rounds.end(ANNA, lobby.id, admin=False), Podium).saved
    assert over.unsaid == ("end", "table")
    return over


# --- before a round


async def test_whoever_joined_before_there_were_teams_is_drawn_into_one(evening: Evening) -> None:
    await evening.lobby()
    await evening.join(ANNA, BRUNO, CARLA, DARIO)
    await evening.tune("teams", "3")
    saved = await evening.tune("teams", "2")
    teams = await evening.desk.db.read(lambda c: standings.of_teams(c, saved.id, 2))
    assert [(team.number, team.members) for team in teams] == [(1, 2), (2, 2)]
    assert all(isinstance(team, Team) for team in teams)


async def test_a_team_may_be_changed_in_the_lobby_and_is_told_as_it_is(evening: Evening) -> None:
    await evening.lobby()
    await evening.tune("teams", "2")
    assert [told(a, Joined).team for a in await evening.join(ANNA, BRUNO, team=2)] == [2, 2]
    assert [told(a, Joined).team for a in await evening.join(BRUNO, team=1)] == [1]
    await evening.begin()
    assert [told(a, Joined).team for a in await evening.join(BRUNO, team=2)] == [1]
    assert [told(a, Joined).team for a in await evening.join(ANNA)] == [2]


async def test_a_lobby_nobody_starts_closes_by_itself(evening: Evening) -> None:
    await evening.lobby()
    await evening.join(ANNA)
    assert await evening.wait(14 * 60) == []
    (closed,) = await evening.wait(60)
    assert isinstance(closed, LobbyClosed)


async def test_the_weekly_round_begins_when_it_was_to_whatever_is_changed(
    evening: Evening,
) -> None:
    await weekly(evening)
    assert await evening.wait(3599) == []
    (lobby,) = await evening.wait(1)
    assert isinstance(lobby, LobbyOpen)
    await evening.wait(60)
    await evening.tune("seconds", "45")
    await evening.tune("set", "tides")
    await evening.join(BRUNO)
    await evening.wait(239)
    (asked,) = await evening.wait(1)
    assert isinstance(asked, ItemOpen)
    assert asked.saved.state.rules.seconds == 45


async def test_a_weekly_round_to_which_nobody_comes_is_closed(evening: Evening) -> None:
    await weekly(evening)
    await evening.wait(3600)
    assert [type(out) for out in await evening.wait(300)] == [LobbyClosed]


async def test_a_weekly_round_missed_by_hours_is_skipped(evening: Evening) -> None:
    await weekly(evening)
    assert await evening.wait(3 * 3600) == []
    (lobby,) = await evening.wait(7 * 86_400 - 2 * 3600)
    assert isinstance(lobby, LobbyOpen)


# --- answering


async def test_several_choices_are_ticked_and_taken_back(evening: Evening) -> None:
    await evening.lobby()
    await evening.begin()
    said = [told(await evening.vote(ANNA, place), Voted).response for place in (2, 0, 2, 0)]
    assert said == [("c",), ("a", "c"), ("a",), ()]
    assert (await evening.here()).turnout.answered == 0
    revealed = told(await evening.steer(evening.rounds.close_now, actions.CloseNow), Revealed)
    assert revealed.answered == 0


async def test_taps_delivered_again_after_a_kill_change_nothing(evening: Evening) -> None:
    await evening.lobby()
    await evening.begin()
    for place, tap in ((0, "x"), (1, "y"), (0, "x"), (1, "y")):
        voted = told(await evening.vote(ANNA, place, tap), Voted)
    assert voted.response == ("a", "b")
    assert (await evening.here()).turnout.answered == 1


async def test_whoever_answers_has_joined_and_all_of_them_close_it(evening: Evening) -> None:
    await evening.lobby("friends")
    await evening.tune("polls", "0")
    await evening.begin()
    for person in (ANNA, BRUNO):
        await evening.vote(person, 0)
    assert (await evening.here()).turnout.joined == 2
    assert [type(out) for out in await evening.wait(2.5)] == [ItemProgress]
    assert [type(out) for out in await evening.wait(0.5)] == [Revealed]
    assert isinstance((await evening.vote(CARLA, 0)).outcome, TooLate)


async def test_a_round_goes_on_without_whoever_is_forgotten(evening: Evening) -> None:
    await evening.lobby()
    await evening.join(ANNA, BRUNO, CARLA)
    await evening.begin()
    for person in (ANNA, BRUNO):
        await evening.vote(person, 0)
    await evening.wait(60)
    assert (await evening.here()).state.phase == "asking"
    await evening.profile.forget(CARLA, sure=True)
    assert [type(out) for out in await evening.wait(0)] == [Revealed]


async def test_a_vote_that_comes_before_its_poll_is_known_counts_at_its_time(
    evening: Evening,
) -> None:
    await evening.lobby("friends")
    await evening.tune("bonus", "1")
    asked = told(await evening.begin(), ItemOpen).saved
    evening.now = asked.state.since
    await evening.votes.poll_vote(ANNA, "p", (0, 1), "t")
    await evening.wait(20)
    await evening.votes.posted(asked.id, "item-0", 41, "p")
    assert (await evening.here()).turnout.answered == 1
    (revealed,) = await evening.wait(0)  # all have answered, and been quiet since
    assert [row.score.points for row in revealed.top] == [1500]


async def test_votes_in_a_poll_that_is_closed_do_not_pile_up(evening: Evening) -> None:
    await evening.lobby("friends")
    asked = told(await evening.begin(), ItemOpen).saved
    await evening.votes.posted(asked.id, "item-0", 41, "p")
    await evening.steer(evening.rounds.close_now, actions.CloseNow)
    await evening.votes.poll_vote(BRUNO, "p", (0,), "t")
    asked = told(await evening.steer(evening.rounds.onward, actions.Onward), ItemOpen).saved
    await evening.wait(3601)
    await evening.votes.posted(asked.id, "item-1", 42, "q")
    kept = await evening.desk.db.read(
        lambda c: c.execute("SELECT count(*) FROM early_votes").fetchone()
    )
    assert kept == (0,)


# --- steering


async def test_a_skipped_item_counts_for_nobody(evening: Evening) -> None:
    await evening.lobby()
    await evening.begin()
    await evening.vote(ANNA, 0)
    dropped = told(await evening.steer(evening.rounds.drop, actions.Drop), Dropped)
    assert isinstance(dropped.then, ItemOpen)
    ended = told(await evening.rounds.end(ANNA, dropped.saved.id, admin=False), Podium)
    assert [(row.score.points, row.score.possible) for row in ended.rows] == [(0, 0)]
    assert ended.table == ()


async def test_steps_already_taken_are_not_taken_again(evening: Evening) -> None:
    await evening.lobby()
    asked = told(await evening.begin(), ItemOpen).saved
    close = actions.CloseNow(asked.id, 0)
    assert isinstance((await evening.rounds.close_now(ANNA, close, admin=False)).outcome, Revealed)
    assert isinstance((await evening.rounds.close_now(ANNA, close, admin=False)).outcome, OnTheWay)
    on = actions.Onward(asked.id, 0)
    assert isinstance((await evening.rounds.onward(ANNA, on, admin=False)).outcome, ItemOpen)
    assert isinstance((await evening.rounds.onward(ANNA, on, admin=False)).outcome, OnTheWay)
    assert isinstance((await evening.begin()).outcome, OnTheWay)


async def test_a_streak_ends_with_an_item_that_was_not_answered(evening: Evening) -> None:
    await evening.lobby()
    await evening.begin()

    async def play(place: int | None) -> Revealed:
        if place is not None:
            await evening.vote(ANNA, place)
        revealed: Revealed = told(
            await evening.steer(evening.rounds.close_now, actions.CloseNow), Revealed
        )
        await evening.steer(evening.rounds.onward, actions.Onward)
        return revealed

    await evening.vote(ANNA, 1)
    streaks = [(await play(place)).streak for place in (0, 0, 0, None)]
    assert [streak[1] if streak else 0 for streak in streaks] == [0, 0, 3, 0]
    place = told(await evening.rounds.my_place(ANNA, (await evening.here()).id), OwnPlace)
    assert place.streak == 0


# --- after a crash


async def test_what_was_never_sent_is_said_once_more_the_podium_too(evening: Evening) -> None:
    lobby = await evening.lobby()
    assert [type(a.outcome) for a in await evening.woken()] == [LobbyOpen]
    await evening.votes.posted(lobby.id, "lobby", 40, None)
    assert await evening.woken() == []

    await evening.begin()
    assert [type(a.outcome) for a in await evening.woken()] == [ItemOpen]
    await evening.votes.posted(lobby.id, "item-0", 41, None)
    await evening.vote(ANNA, 0)
    await evening.steer(evening.rounds.close_now, actions.CloseNow)
    assert [type(a.outcome) for a in await evening.woken()] == [Revealed]
    await evening.votes.posted(lobby.id, "reveal-0", 42, None)

    await evening.rounds.end(ANNA, lobby.id, admin=False)
    (again,) = await evening.woken()
    assert [row.player_id for row in told(again, Podium).rows] == [ANNA.id]
    await evening.votes.posted(lobby.id, "end", 43, None)
    (again,) = await evening.woken()
    assert told(again, Podium).saved.unsaid == ("table",)
    await evening.votes.posted(lobby.id, "table", 7, None)
    assert await evening.woken() == []


async def test_the_table_may_be_said_before_the_podium(evening: Evening) -> None:
    over = await played(evening)
    await evening.votes.posted(over.id, "table", 7, None)
    (again,) = await evening.woken()
    assert told(again, Podium).saved.unsaid == ("end",)
    assert not told(again, Podium).table


@pytest.mark.parametrize("refused", [True, False])
async def test_whoever_cannot_be_told_how_it_went_is_not_tried_again(
    evening: Evening, refused: bool
) -> None:
    over = await played(evening)
    if refused:
        await evening.votes.posted(over.id, "table", None, None)
        await evening.votes.posted(over.id, "end", None, None)
    else:
        await evening.profile.forget(ANNA, sure=True)
    (again,) = await evening.woken()
    assert told(again, Podium).saved.unsaid == ("end",)
    await evening.votes.posted(over.id, "end", 43, None)
    assert await evening.woken() == []


async def test_that_a_lobby_was_closed_is_said_once_more(evening: Evening) -> None:
    lobby = await evening.lobby()
    for _ in range(2):
        told(await evening.lobbies.cancel(ANNA, lobby.id, admin=False), LobbyClosed)


async def test_a_round_that_was_played_is_not_cancelled(evening: Evening) -> None:
    lobby = await evening.lobby()
    await evening.begin()
    told(await evening.lobbies.cancel(ANNA, lobby.id, admin=False), OnTheWay)
    await evening.rounds.end(ANNA, lobby.id, admin=False)
    told(await evening.lobbies.cancel(ANNA, lobby.id, admin=False), OnTheWay)


async def test_what_was_said_since_the_start_is_not_said_once_more(evening: Evening) -> None:
    lobby = await evening.lobby()
    await evening.rounds.restarted()
    await evening.lobby()  # the command that opened it is there once more
    assert await evening.rounds.woken() == []

    await evening.votes.posted(lobby.id, "lobby", 40, None)
    await evening.begin()
    await evening.votes.posted(lobby.id, "item-0", 41, None)
    await evening.rounds.restarted()
    await evening.steer(evening.rounds.close_now, actions.CloseNow)
    assert await evening.rounds.woken() == []


async def test_a_poll_whose_end_was_not_said_is_ended_after_a_crash(evening: Evening) -> None:
    lobby = await evening.lobby("friends")
    await evening.begin()
    await evening.votes.posted(lobby.id, "item-0", 41, "poll")
    closed = told(await evening.steer(evening.rounds.close_now, actions.CloseNow), Revealed)
    (again,) = [told(aired, Revealed) for aired in await evening.woken()]
    assert (again.poll, again.message_id) == (closed.poll, closed.message_id) == (True, 41)
    await evening.votes.posted(lobby.id, "reveal-0", 42, None)
    assert (await evening.here()).poll_id is None
