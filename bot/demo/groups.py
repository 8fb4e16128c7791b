"""What people do with groups: make them, change who is in them, upgrade and delete them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import count

from bot.demo import given, hearing
from bot.demo.entities import tidy
from bot.demo.errors import AppError
from bot.demo.group import ANONYMOUS, Group, Topic
from bot.demo.members import Membership, membership
from bot.demo.world import Json, Person, World

# Past 32 bits, as Telegram's are.
FIRST_GROUP = -4_700_000_001
FIRST_SUPERGROUP = -1_002_200_000_001
TOPIC_COLOR = 0x6FB9F0


def create(
    world: World,
    creator: Person,
    title: str,
    members: Collection[int],
    *,
    supergroup: bool = False,
    forum: bool = False,
) -> Group:
    """A new group with these people in it; one with topics is a supergroup."""
    if not title.strip():
        raise AppError("A group needs a title.")
    group = _add(world, creator.id, title.strip(), supergroup=supergroup or forum, forum=forum)
    group.put(creator.id, membership("creator"))
    for number in members:
        if number != creator.id:
            group.put(user_of(world, number)["id"], membership("member"))
    opened = "supergroup_chat_created" if group.kind == "supergroup" else "group_chat_created"
    _announce(world, group, creator.user(), {opened: True})
    show(world, group)
    return group


def _add(world: World, creator: int, title: str, *, supergroup: bool, forum: bool) -> Group:
    first = FIRST_SUPERGROUP if supergroup else FIRST_GROUP
    kind = "supergroup" if supergroup else "group"
    like = [chat for chat in world.chats.values() if chat.kind == kind]
    shown = {"id": first - len(like), "type": kind, "title": title}
    numbers = count(1) if supergroup else world.numbers
    group = Group(
        {**shown, "is_forum": True} if forum else shown,
        set(),
        world.token(),
        numbers,
        creator=creator,
    )
    world.chats[group.id] = group
    return group


def change(
    world: World, group: Group, number: int, status: str, rights: Mapping[str, bool]
) -> None:
    """Make somebody, or the bot, something in a group: the owner does it, or those who leave."""
    try:
        after = membership(status, rights)
    except ValueError as reason:
        raise AppError(str(reason)) from None
    if number == group.creator or status == "creator":
        raise AppError("A group has one owner, who stays so.")
    if status == "restricted" and group.kind != "supergroup":
        raise AppError("Only in supergroups members can be restricted.")
    leaves = status == "left" and number in world.people
    actor = user_of(world, number if leaves else group.creator)
    set_role(world, group, actor, number, after)


def set_role(world: World, group: Group, actor: Json, number: int, after: Membership) -> None:
    """Let a membership change, with all that the group and the bot hear of it."""
    before, user = group.role(number), user_of(world, number)
    if before == after:
        return
    if after.is_inside:
        group.put(number, after)
    _tell_bot(world, group, actor, number, before, after)
    if after.is_inside and not before.is_inside:
        _announce(world, group, actor, {"new_chat_members": [user]})
    if before.is_inside and not after.is_inside:
        _announce(world, group, actor, {"left_chat_member": user})
        world.events.tell("gone", {number}, chat_id=group.id)
    group.put(number, after)
    show(world, group)


def _tell_bot(
    world: World, group: Group, actor: Json, number: int, before: Membership, after: Membership
) -> None:
    is_bot = number == world.bot["id"]
    if not is_bot and not group.is_led_by(world.bot["id"]):
        return
    user = user_of(world, number)
    change = {
        "chat": group.shown,
        "from": actor,
        "date": world.now(),
        "old_chat_member": before.shown(user),
        "new_chat_member": after.shown(user),
    }
    world.updates.put("my_chat_member" if is_bot else "chat_member", change)


def user_of(world: World, number: int) -> Json:
    """The Bot API's User of a person or the bot."""
    if number == world.bot["id"]:
        return world.bot
    if number not in world.people:
        raise AppError("There is no such person.")
    return world.people[number].user()


def start(world: World, group: Group, payload: str) -> None:
    """What a ?startgroup= link makes the owner's app say once the bot is in."""
    content = given.content("text", tidy(f"/start@{world.bot['username']} {payload}"))
    _announce(world, group, user_of(world, group.creator), content)


def open_topic(world: World, group: Group, title: str) -> Topic:
    if not group.is_forum:
        raise AppError("This group has no topics.")
    if not title.strip():
        raise AppError("A topic needs a title.")
    opened = {"forum_topic_created": {"name": title.strip(), "icon_color": TOPIC_COLOR}}
    root = world.add_message(
        group, user_of(world, group.creator), {"is_topic_message": True, **opened}
    )
    root["message_thread_id"] = root["message_id"]
    hearing.tell(world, group, "message", root)
    topic = group.topics[root["message_id"]] = Topic(title.strip(), root)
    show(world, group)
    return topic


def close_topic(world: World, group: Group, thread: int, *, closed: bool) -> None:
    topic = group.topics.get(thread)
    if topic is None:
        raise AppError("There is no such topic.")
    if topic.is_closed == closed:
        return
    topic.is_closed = closed
    said = "forum_topic_closed" if closed else "forum_topic_reopened"
    placing = group.placing(thread, None)
    _announce(world, group, user_of(world, group.creator), {**placing, said: {}})
    show(world, group)


def migrate(world: World, old: Group) -> Group:
    """Upgrade a group to a supergroup, which has another number and numbers its messages anew.

    The bot hears that it is in the new one, never that it left the old one.
    """
    if old.kind != "group":
        raise AppError("Only a group becomes a supergroup.")
    actor = user_of(world, old.creator)
    new = _add(world, old.creator, old.shown["title"], supergroup=True, forum=False)
    inside = {number: role for number, role in old.roles.items() if role.is_inside}
    new.roles, new.members = dict(inside), set(inside)
    if world.bot["id"] in new.members:
        bot = world.bot["id"]
        _tell_bot(world, new, actor, bot, Membership(), new.role(bot))
    _announce(world, old, actor, {"migrate_to_chat_id": new.id})
    _announce(world, new, ANONYMOUS, {"sender_chat": new.shown, "migrate_from_chat_id": old.id})
    old.moved_to = new.id
    _vanish(world, old)
    show(world, new)
    return new


def delete(world: World, group: Group) -> None:
    """Delete a group for everybody; the bot hears that it is out."""
    bot, before = world.bot["id"], group.role(world.bot["id"])
    group.is_deleted = True
    if before.is_inside:
        _tell_bot(world, group, user_of(world, group.creator), bot, before, Membership())
    _vanish(world, group)


def _vanish(world: World, group: Group) -> None:
    world.events.tell("gone", group.members, chat_id=group.id)
    group.members.clear()


def show(world: World, group: Group) -> None:
    """Tell the members' apps who is in the group, its topics, and the commands that each sees."""
    world.events.tell("group", group.members, chat_id=group.id, group=about(group))
    for person in world.people.values():
        if person.id in group.members:
            menu = world.menu(person, group)
            world.events.tell("commands", {person.id}, chat_id=group.id, commands=menu)


def about(group: Group) -> Json:
    """What an app shows of a group besides its messages."""
    inside = {number: role for number, role in group.roles.items() if role.is_inside}
    return {
        "members": [{"id": number, "status": role.status} for number, role in inside.items()],
        "topics": [topic.shown() for topic in group.topics.values()],
    }


def _announce(world: World, group: Group, actor: Json, what: Json) -> None:
    """Put a message into a group that nobody typed."""
    hearing.tell(world, group, "message", world.add_message(group, actor, what))
