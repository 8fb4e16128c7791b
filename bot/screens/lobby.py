"""Before a round: how a group plays, the lobby, what can be changed."""

from markupsafe import Markup

from bot.play import group_actions as actions
from bot.play.group_outcomes import GroupBoardView, GroupSettingsView, LobbyOpen, WhichKind
from bot.play.lobbies import TUNED
from bot.screens.browse import player_name
from bot.screens.layout import action, blocks, column, grid, italic, lines, row
from bot.screens.screen import Button, Rows, Said, Screen
from bot.screens.words import Words, languages, number_of
from bot.store.groups import Group

NAMES_SHOWN = 30
SHORT_TUNES = 4  # the first ones fit side by side on a phone
PERIODS = ("all", "month", "week", "last")
SWITCHES = ("polls", "by_hand", "bonus", "admins_start", "all_kinds")
GROUP_SETTINGS = (
    "polls", "by_hand", "seconds", "bonus", "items", "teams", "all_kinds", "admins_start",
)  # fmt: skip


def which_kind(asked: WhichKind, words: Words) -> Screen:
    """How does this group play?"""
    return Screen(
        words.say("kind-ask"),
        row(
            *(
                Button(words.plain(f"button-kind-{kind}"), actions.ChooseKind(kind, asked.set_id))
                for kind in ("class", "friends")
            )
        ),
    )


def join_link(username: str, round_id: str) -> str:
    """The address that lets somebody take part, through the private chat."""
    return f"https://t.me/{username}?start=join-{round_id}"


def lobby(view: LobbyOpen, username: str, words: Words) -> Screen:
    """Who is in, what is agreed, and how to begin."""
    saved = view.saved
    source = words.source(saved.quiz.source)
    text = blocks(
        words.say("lobby-title", title=words.text(saved.quiz.title)),
        lines(
            words.say("lobby-size", count=len(saved.state.items), source=source),
            italic(_rules(view, words)),
            italic(words.say("lobby-polls" if saved.polls else "lobby-buttons")),
            italic(words.say("lobby-teams", teams=saved.teams)) if saved.teams else "",
        ),
        _players(view, words),
        words.say("lobby-change") if view.changing else "",
    )
    rows = _changes(view, words) if view.changing else _ways_in(view, username, words)
    return Screen(text, rows, posted=Said(saved.id, "lobby"))


def group_settings(view: GroupSettingsView, words: Words) -> Screen:
    """What holds from the next round on."""
    others = [code for code in languages() if code != words.language]
    tongue = (
        Button(
            words.plain("tune-language", language=words.plain("language-name")),
            actions.SetGroup("language", others[0]),
        )
        if others
        else None
    )
    switches = (
        Button(_label(what, _value(view.group, what), words), actions.SetGroup(what, following))
        for what in GROUP_SETTINGS
        if (following := _following(what, _value(view.group, what)))
    )
    text = blocks(words.say("group-settings"), words.say("settings-zone", zone=view.zone))
    return Screen(
        text, column(tongue, _kind(view.group, words), *switches, *_weekly(view.group, words))
    )


def group_board(view: GroupBoardView, words: Words) -> Screen:
    """A page of the group's leaderboard."""
    since = ""
    if view.since:
        since = words.say("board-since", date=words.day(view.since), day=view.since.day)
    rows = (
        words.say(
            "board-row",
            rank=each.rank,
            name=player_name(each, words),
            points=words.plain("points", points=number_of(each.score.points)),
        )
        for each in view.board.rows
    )
    tabs = [
        Button(
            words.plain("button-chosen", label=label) if period == view.period else label,
            actions.GroupBoard(period),
        )
        for period in PERIODS
        if (label := words.plain(f"button-period-{period}"))
    ]
    back = action(words.plain("button-previous"), actions.GroupBoard(view.period, view.page - 1))
    more = action(words.plain("button-next-page"), actions.GroupBoard(view.period, view.page + 1))
    further = (view.page + 1) * view.size < view.board.people
    return Screen(
        blocks(
            lines(words.say("group-board"), italic(since) if since else ""),
            lines(*rows) or words.say("board-empty"),
        ),
        (*grid(tabs, 2), *row(back if view.page else None, more if further else None)),
    )


def _kind(group: Group, words: Words) -> Button:
    """How the group plays, and the way to the other way, with all that belongs to it."""
    kind = group.kind or "class"
    other = "class" if kind == "friends" else "friends"
    return Button(words.plain(f"tune-kind-{kind}"), actions.SetGroup("kind", other))


def _weekly(group: Group, words: Words) -> list[Button]:
    """The day of the weekly round and, if there is one, its hour."""
    day = group.weekly_day
    if day is None:
        return [Button(words.plain("tune-weekly-none"), actions.SetGroup("weekly_day", "0"))]
    following = (group.weekly_hour + 1) % 24
    hour = words.plain("tune-weekly_hour", hour=str(group.weekly_hour))
    return [
        Button(
            words.plain("tune-weekly", day=words.weekday(day)),
            actions.SetGroup("weekly_day", str(day + 1)),
        ),
        Button(hour, actions.SetGroup("weekly_hour", str(following))),
    ]


def _rules(view: LobbyOpen, words: Words) -> str:
    rules = view.saved.state.rules
    told = [
        words.plain("lobby-seconds", seconds=rules.seconds)
        if rules.seconds
        else words.plain("lobby-no-limit"),
        words.plain("lobby-by-hand" if rules.by_hand else "lobby-automatic"),
        words.plain("lobby-unhurried") if rules.unhurried else "",
        words.plain("lobby-bonus") if rules.pays_bonus else "",
    ]
    return " · ".join(filter(None, told))


def _players(view: LobbyOpen, words: Words) -> Markup:
    names = [player_name(each, words) for each in view.players]
    shown = ", ".join(names[:NAMES_SHOWN]) + (", …" if len(names) > NAMES_SHOWN else "")
    return words.say("lobby-players", count=len(names), names=shown)


def _ways_in(view: LobbyOpen, username: str, words: Words) -> Rows:
    id_ = view.saved.id
    teams = [
        Button(
            words.plain("button-team", number=n, members=_members(view, n)), actions.Join(id_, n)
        )
        for n in range(1, view.saved.teams + 1)
    ]
    draw = Button(words.plain("button-draw"), actions.Join(id_))
    join = [*teams, draw] if teams else [Button(words.plain("button-join"), actions.Join(id_))]
    return (
        *grid(join, 2),
        *row(Button(words.plain("button-begin"), actions.Begin(id_))),
        *row(
            Button(words.plain("button-change"), actions.Change(id_, done=False)),
            Button(words.plain("button-cancel"), actions.Cancel(id_)),
        ),
        *row(
            Button(words.plain("button-link"), url=join_link(username, id_)),
            Button(words.plain("button-qr"), actions.ShowQr(id_)),
        ),
    )


def _members(view: LobbyOpen, number: int) -> int:
    return next((team.members for team in view.teams if team.number == number), 0)


def _changes(view: LobbyOpen, words: Words) -> Rows:
    """Each button names the value it leads to, and shows the one that holds."""
    saved = view.saved
    now = {
        "items": len(saved.state.items),
        "teams": saved.teams,
        "polls": int(saved.polls),
        "by_hand": int(saved.state.rules.by_hand),
        "seconds": saved.state.rules.seconds or 0,
        "bonus": int(saved.state.rules.bonus),
        "all_kinds": int(view.all_kinds),
    }
    sets = (
        action(
            words.plain("tune-set", title=words.text(quiz.title)),
            actions.Tune(saved.id, "set", quiz.id),
        )
        for quiz in view.sets
        if quiz.id != saved.quiz.id
    )
    tunes = [
        Button(_label(what, value, words), actions.Tune(saved.id, what, _following(what, value)))
        for what, value in now.items()
    ]
    done = Button(words.plain("button-done"), actions.Change(saved.id, done=True))
    return (*grid(tunes[:SHORT_TUNES], 2), *column(*tunes[SHORT_TUNES:], *sets, done))


def _label(what: str, value: int, words: Words) -> str:
    if what in SWITCHES:
        return words.plain(f"tune-{what}-{value}")
    return words.plain(f"tune-{what}", value=value)


def _following(what: str, value: int) -> str:
    """The value that comes after this one, round and round."""
    values = TUNED.get(what, (0, 1))
    after = values[(values.index(value) + 1) % len(values)] if value in values else values[0]
    return str(after)


def _value(group: Group, what: str) -> int:
    return int(getattr(group, what) or 0)
