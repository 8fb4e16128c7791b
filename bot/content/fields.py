"""The fields of one table, taken by name."""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from bot.content.desk import Desk, did_you_mean, table
from bot.content.nodes import Hole, Node
from bot.content.values import check_id

T = TypeVar("T")
D = TypeVar("D")
Reader = Callable[[Node, Desk], T]


class Fields:
    """The fields of one table; `what` names it in sentences, such as "this question"."""

    def __init__(self, node: Node, desk: Desk, what: str) -> None:
        self.node = node
        self._desk = desk
        self._what = what
        self._table = table(node, desk, f"a table of the fields of {what}")

    def __contains__(self, name: str) -> bool:
        return self._table is not None and name in self._table.values

    def need(self, name: str, read: Reader[T]) -> T:
        """The value of a field that must be there."""
        if self._table is not None and name in self._table.values:
            return read(self._table.values[name], self._desk)
        if self._table is not None:
            self._desk.log.add(
                "missing-field",
                self.node,
                f"`{name}` is missing in {self._what}.",
                f"Add `{name}: …`.",
            )
        return read(Hole(self.node.line, self.node.column), self._desk)

    def get(self, name: str, read: Reader[T], default: D) -> T | D:
        """The value of a field, or `default`."""
        if self._table is None or name not in self._table.values:
            return default
        return read(self._table.values[name], self._desk)

    def only(self, known: Collection[str], elsewhere: Mapping[str, str] | None = None) -> None:
        """Report all fields but the known ones.

        `elsewhere` says of a field that does not belong here where it does belong.
        """
        for name, key in self._table.keys.items() if self._table else ():
            if name in known:
                continue
            belongs = (elsewhere or {}).get(name)
            self._desk.log.add(
                "unknown-field",
                key,
                f"`{name[:60]}` is not a field of {self._what}.",
                f"It belongs to {belongs}." if belongs else did_you_mean(name, known),
            )


def keyed(read: Reader[T], what: str, least: int, most: int) -> Reader[dict[str, T]]:
    """A reader of a table key → value with `least` to `most` keys of the editor's own."""

    def reader(node: Node, desk: Desk) -> dict[str, T]:
        found = table(node, desk, f"a table key → {what}")
        if found is None:
            return {}
        for key, spot in found.keys.items():
            check_id(key, spot, desk)
        if not least <= len(found.values) <= most:
            desk.log.add(
                "wrong-count",
                found,
                f"Here stand {len(found.values)}; there can be {least} to {most}.",
                f"Write {least} to {most}, each with a key of its own and {what}.",
            )
        return {key: read(value, desk) for key, value in found.values.items()}

    return reader
