"""Callback data: typed, short, versioned.

`1`, a letter for the kind of action (two for an administrator's), then its fields, each after a
`:`; at most 64 bytes, as Telegram demands. Anybody can send any data: whatever is not exactly what
`encode` writes is none.
"""

import re
from collections.abc import Callable
from dataclasses import Field, fields
from typing import Any

from bot.play import actions
from bot.play import admin_actions as admin
from bot.play import group_actions as group
from bot.play.actions import Action
from bot.play.admin_actions import AdminAction
from bot.play.group_actions import GroupAction
from bot.quiz.frozen import frozen

VERSION = "1"
MOST_BYTES = 64
HIGHEST = 9999

# A letter once given stays: old messages keep their buttons.
LETTERS: dict[type[Action | AdminAction | GroupAction], str] = {
    actions.Browse: "b",
    actions.Open: "o",
    actions.Start: "s",
    actions.Resume: "r",
    actions.Choose: "c",
    actions.Toggle: "t",
    actions.Put: "p",
    actions.Undo: "u",
    actions.Submit: "m",
    actions.Hint: "h",
    actions.Skip: "k",
    actions.Next: "n",
    actions.Result: "e",
    actions.RetryMissed: "y",
    actions.Leave: "l",
    actions.FinishNow: "f",
    actions.Report: "w",
    actions.NoMore: "x",
    actions.Board: "d",
    actions.Settings: "g",
    actions.Speak: "a",
    actions.OfferAppearance: "q",
    actions.Appear: "i",
    actions.Forget: "z",
    actions.Hurry: "v",
    group.ChooseKind: "K",
    group.NewLobby: "N",
    group.Join: "J",
    group.Begin: "B",
    group.Change: "C",
    group.Tune: "T",
    group.Cancel: "X",
    group.ShowQr: "Q",
    group.Vote: "V",
    group.CloseNow: "O",
    group.Drop: "D",
    group.Pause: "P",
    group.Onward: "W",
    group.EndRound: "E",
    group.MyPlace: "M",
    group.GroupBoard: "L",
    group.SetGroup: "S",
    admin.Home: "Ah",
    admin.Numbers: "An",
    admin.SetAsides: "Aa",
    admin.TryAgain: "At",
    admin.CheckSets: "Ac",
    admin.TakeIn: "Ai",
    admin.Reports: "Ar",
    admin.Done: "Ad",
    admin.Write: "Aw",
    admin.Send: "As",
    admin.Discard: "Ax",
    admin.Stop: "Ae",
    admin.Watch: "Ap",
}


@frozen
class _Shape:
    """How one kind of action is written, the pattern of that, and how each field is read."""

    kind: type[Any]
    head: str
    form: str
    pattern: re.Pattern[str]
    reads: tuple[Callable[[str], str | int | bool], ...]


_WORD, _NUMBER, _FLAG = "[A-Za-z0-9_-]{1,40}", "0|[1-9][0-9]{0,3}", "[01]"


def _shape(kind: type[Any]) -> _Shape:
    head, parts = VERSION + LETTERS[kind], fields(kind)
    form = ":".join([head, *(f"{{0.{part.name}:{_FORMS[part.type]}}}" for part in parts)])
    pattern = re.compile(":".join([head, *(f"({_written(part)})" for part in parts)]))
    return _Shape(kind, head, form, pattern, tuple(_READS[part.type] for part in parts))


def _written(part: Field[Any]) -> str:
    if part.type is str:
        return f"(?:{_WORD})?" if part.default == "" else _WORD
    return _FLAG if part.type is bool else _NUMBER


_READS: dict[Any, Callable[[str], str | int | bool]] = {str: str, int: int, bool: "1".__eq__}
_FORMS: dict[Any, str] = {str: "s", int: "d", bool: "d"}
_SHAPES = {kind: _shape(kind) for kind in LETTERS}
_BY_HEAD = {shape.head: shape for shape in _SHAPES.values()}


def encode(action: Action | AdminAction | GroupAction) -> str:
    """The data of a button that asks for `action`; ValueError if that cannot be said."""
    shape = _SHAPES[type(action)]
    data = shape.form.format(action)
    if len(data) > MOST_BYTES or not shape.pattern.fullmatch(data):
        raise ValueError(f"{action} does not fit a button")
    return data


def decode(data: str) -> Action | AdminAction | GroupAction | None:
    """The action that this data asks for; None for anything that `encode` did not write."""
    shape = _BY_HEAD.get(data.partition(":")[0]) if len(data) <= MOST_BYTES else None
    found = shape.pattern.fullmatch(data) if shape else None
    if not shape or not found:
        return None
    values = [read(part) for read, part in zip(shape.reads, found.groups(), strict=True)]
    action: Action | AdminAction | GroupAction = shape.kind(*values)
    return action
