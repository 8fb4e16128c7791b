"""Callback data: typed, short, versioned.

`1`, a letter for the kind of action (two for an administrator's), then its fields, each after a
`:`; at most 64 bytes, as Telegram demands. Anybody can send any data: whatever is not exactly what
`encode` writes is none.
"""

import re
from dataclasses import MISSING, Field, fields
from typing import Any

from bot.play import actions
from bot.play import admin_actions as admin
from bot.play import group_actions as group
from bot.play.actions import Action
from bot.play.admin_actions import AdminAction
from bot.play.group_actions import GroupAction

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
_FIELDS = {kind: fields(kind) for kind in LETTERS}
_KINDS = {letter: kind for kind, letter in LETTERS.items()}

_WORD = re.compile(r"[A-Za-z0-9_-]{1,40}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,3}")


def encode(action: Action | AdminAction | GroupAction) -> str:
    """The data of a button that asks for `action`; ValueError if that cannot be said."""
    parts = [_write(getattr(action, field.name)) for field in _FIELDS[type(action)]]
    data = ":".join([VERSION + LETTERS[type(action)], *parts])
    if decode(data) != action:
        raise ValueError(f"{action} does not fit a button")
    return data


def decode(data: str) -> Action | AdminAction | GroupAction | None:
    """The action that this data asks for; None for anything that `encode` did not write."""
    if len(data) > MOST_BYTES:
        return None
    head, *parts = data.split(":")
    kind = _KINDS.get(head.removeprefix(VERSION)) if head.startswith(VERSION) else None
    if kind is None or len(parts) != len(_FIELDS[kind]):
        return None
    values: list[Any] = [
        _read(field, part) for field, part in zip(_FIELDS[kind], parts, strict=True)
    ]
    return None if None in values else kind(*values)


def _write(value: str | int | bool) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _read(field: Field[Any], part: str) -> str | int | bool | None:
    if field.type is bool:
        return {"0": False, "1": True}.get(part)
    if field.type is int:
        return int(part) if _NUMBER.fullmatch(part) else None
    may_be_empty = field.default is not MISSING and field.default == ""
    return part if _WORD.fullmatch(part) or (part == "" and may_be_empty) else None
