"""From an outcome in a group to what is shown, and where."""

from collections.abc import Callable
from typing import Any

from bot.play import group_actions
from bot.play import group_outcomes as outcomes
from bot.play.group_outcomes import Aired, Place
from bot.screens import lobby, question, rounds
from bot.screens.layout import column
from bot.screens.screen import Button, Reply, Screen
from bot.screens.words import Words, words_for

Shown = list[tuple[Place, Reply]]


def draw_group(aired: Aired, username: str) -> Shown:
    """All that is shown of an outcome, each with its place."""
    words = words_for(aired.language)
    if isinstance(aired.outcome, outcomes.Podium):
        return _podium(aired, aired.outcome, username, words)
    if isinstance(aired.outcome, outcomes.Dropped):
        return _dropped(aired, aired.outcome, username, words)
    return [(aired.place, DRAWN[type(aired.outcome)](aired.outcome, username, words))]


def _podium(aired: Aired, out: outcomes.Podium, username: str, words: Words) -> Shown:
    screen = rounds.podium(out, username, words)
    poll = out.saved.poll_id is not None
    target = out.saved.message_id
    end = Reply(rows=None if poll else (), target=target, poll_over=poll, send=(screen,))
    shown = [(aired.place, end)] if "end" in out.saved.unsaid else []
    if out.table and out.saved.starter:
        shown.append((Place(out.saved.starter), Reply(send=rounds.table(out, words))))
    return shown


def _dropped(aired: Aired, out: outcomes.Dropped, username: str, words: Words) -> Shown:
    old = Reply(rows=None if out.poll else (), target=out.message_id, poll_over=out.poll)
    place = Place(aired.place.chat_id, aired.place.thread_id)
    return [(place, old), *draw_group(Aired(place, aired.language, out.then), username)]


def _lobby(out: outcomes.LobbyOpen, username: str, words: Words) -> Reply:
    screen = lobby.lobby(out, username, words)
    if out.again:
        return Reply(rows=(), target=out.saved.message_id, send=(screen,))
    return Reply(edit=screen, target=out.saved.message_id, anew=False)


def _joined(out: outcomes.Joined, username: str, words: Words) -> Reply:
    key = "joined-team" if out.team else "joined" if out.new else "joined-already"
    edit = lobby.lobby(out.lobby, username, words) if out.lobby else None
    return Reply(notice=words.plain(key, team=out.team), edit=edit, anew=False)


def _revealed(out: outcomes.Revealed, username: str, words: Words) -> Reply:
    if out.redrawn:
        return Reply(edit=rounds.reveal(out, words))
    send = (rounds.reveal(out, words),)
    if out.poll:
        return Reply(target=out.message_id, poll_over=True, send=send)
    edit = rounds.closed(out.saved, words, "item-closed")
    return Reply(edit=edit, target=out.message_id, anew=False, send=send)


def _item(out: outcomes.ItemOpen, username: str, words: Words) -> Reply:
    asked = out.saved.state.items[out.saved.state.position]
    above = (question.picture(asked, out.media, words),) if out.media else ()
    return Reply(rows=(), send=(*above, rounds.item(out, username, words)))


def _private_item(out: outcomes.PrivateItem, username: str, words: Words) -> Reply:
    if out.refused is not None:
        key = "refused-" + out.refused.replace("_", "-")
        return Reply(notice=words.plain(key), said=Screen(words.say(key)))
    screen = rounds.private_item(out, words)
    return Reply(send=(screen,)) if out.new else Reply(edit=screen)


def _notice(key: str, *, alert: bool = False) -> Callable[[Any, str, Words], Reply]:
    """A word at the button; in answer to a command, a message."""
    return lambda out, username, words: Reply(
        notice=words.plain(key), alert=alert, said=Screen(words.say(key))
    )


def _not_allowed(out: outcomes.NotAllowed, username: str, words: Words) -> Reply:
    key = "not-allowed-starter" if out.starter else "not-allowed-admin"
    return Reply(notice=words.plain(key), alert=True, said=Screen(words.say(key)))


def _hello(out: outcomes.GroupHello, username: str, words: Words) -> Reply:
    start = Button(words.plain("button-group-start"), group_actions.NewLobby())
    return Reply(send=(Screen(words.say("group-hello"), column(start)),))


def _show_yourself(out: outcomes.ShowYourself, username: str, words: Words) -> Reply:
    key = TAP_FOR[type(out.then)]
    go = Button(words.plain(key), out.then)
    return Reply(send=(Screen(words.say("show-yourself"), column(go)),))


def _sent(make: Callable[[Any, str, Words], Screen]) -> Callable[[Any, str, Words], Reply]:
    return lambda out, username, words: Reply(send=(make(out, username, words),))


def _edited(make: Callable[[Any, Words], Screen]) -> Callable[[Any, str, Words], Reply]:
    return lambda out, username, words: Reply(edit=make(out, words))


TAP_FOR: dict[type, str] = {
    group_actions.NewLobby: "button-group-start",
    group_actions.SetGroup: "button-group-settings",
    group_actions.EndRound: "button-end-round",
}

DRAWN: dict[type, Callable[[Any, str, Words], Reply]] = {
    outcomes.GroupHello: _hello,
    outcomes.ShowYourself: _show_yourself,
    outcomes.WhichKind: _sent(lambda out, _, words: lobby.which_kind(out, words)),
    outcomes.NothingForGroups: _notice("nothing-for-groups"),
    outcomes.LobbyOpen: _lobby,
    outcomes.LobbyClosed: lambda out, _, words: Reply(
        edit=Screen(words.say("lobby-closed")), target=out.message_id
    ),
    outcomes.GroupHelp: _sent(lambda out, _, words: Screen(words.say("group-help"))),
    outcomes.NoSuchZone: _sent(lambda out, _, words: Screen(words.say("no-such-zone"))),
    outcomes.UnderWay: _notice("round-under-way"),
    outcomes.Joined: _joined,
    outcomes.JoinedFromLink: _sent(
        lambda out, _, words: Screen(
            words.say("joined-from-link", title=words.text(out.saved.quiz.title))
        )
    ),
    outcomes.Qr: _sent(rounds.qr),
    outcomes.ItemOpen: _item,
    outcomes.PrivateItem: _private_item,
    outcomes.ItemProgress: lambda out, username, words: Reply(
        edit=None if out.saved.poll_id else rounds.progress(out.saved, username, words),
        target=out.saved.message_id,
        anew=False,
    ),
    outcomes.Voted: lambda out, _, words: Reply(notice=rounds.voted(out, words)),
    outcomes.TooLate: _notice("too-late"),
    outcomes.OnTheWay: _notice("on-the-way"),
    outcomes.Revealed: _revealed,
    outcomes.OwnPlace: lambda out, _, words: Reply(notice=rounds.own_place(out, words), alert=True),
    outcomes.Mistakes: lambda out, _, words: Reply(send=rounds.mistakes(out, words)),
    outcomes.GroupBoardView: _edited(lobby.group_board),
    outcomes.GroupSettingsView: _edited(lobby.group_settings),
    outcomes.NotAllowed: _not_allowed,
    outcomes.NoRound: _notice("no-round"),
}
