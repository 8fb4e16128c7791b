"""What somebody is in a group: owner, administrator, member, restricted, gone, banned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STATUSES = ("creator", "administrator", "member", "restricted", "left", "kicked")
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
_OFFICE = {  # what an administrator may do unless told otherwise
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_pin_messages": True,
}
_STATUSES_INSIDE = frozenset({"creator", "administrator", "member", "restricted"})
_RIGHTS_OF: dict[str, Mapping[str, bool]] = {
    "creator": {"is_anonymous": False},
    "administrator": {**_OFFICE, "can_manage_topics": False},
    "restricted": dict.fromkeys(PERMISSIONS, True),
}


@dataclass(frozen=True)
class Membership:
    """A status with the rights that go with it. Make one with `membership`."""

    status: str = "left"
    rights: Mapping[str, bool] = field(default_factory=dict)

    @property
    def is_inside(self) -> bool:
        return self.status in _STATUSES_INSIDE

    @property
    def is_administrator(self) -> bool:
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Whether the status allows what PERMISSIONS name; only restrictions forbid it."""
        return self.is_inside and (self.status != "restricted" or self.rights[right])

    def shown(self, user: Mapping[str, Any]) -> dict[str, Any]:
        """The Bot API's ChatMember."""
        shown = {"status": self.status, "user": dict(user), **self.rights}
        if self.status == "administrator":
            shown["can_be_edited"] = False
        if self.status == "restricted":
            shown["is_member"] = True
        if self.status in {"restricted", "kicked"}:
            shown["until_date"] = 0  # for ever
        return shown


def membership(status: str, rights: Mapping[str, bool] | None = None) -> Membership:
    """A status, with these rights instead of those that go with it; ValueError where none such
    exist. Somebody restricted without a word on rights may do nothing."""
    if status not in STATUSES:
        raise ValueError(f"There is no status {status!r}.")
    known = _RIGHTS_OF.get(status, {})
    given = dict.fromkeys(known, False) if status == "restricted" and not rights else rights or {}
    for name, value in given.items():
        if name not in known or not isinstance(value, bool):
            raise ValueError(f"With this status, {name!r} is no right that is true or false.")
    return Membership(status, {**known, **given})
