"""Text to nodes, from the events of the YAML parser.

PyYAML's own composer is never called: it recurses, and deep nesting ends the process. Here the
depth and the number of nodes are counted while the events come in, and nothing recurses.
"""

from yaml import CBaseLoader, events
from yaml.error import MarkedYAMLError, YAMLError

from bot.content.decode import has_control
from bot.content.nodes import Hole, Node, Scalar, Sequence, Table
from bot.content.problems import At, Log, Spot
from bot.content.syntax import explain

DEEPEST = 12
MOST_NODES = 40_000


class _Enough(Exception):
    """Nothing more can be made of the file; the reason is in the log."""


def compose(text: str, log: Log) -> Node | None:
    """The one document of a file; None where it has none that can be read."""
    composer = _Composer(log)
    parser = CBaseLoader(text)  # without resolvers: nothing but its events is used
    try:
        while (event := parser.get_event()) is not None:
            composer.take(event)
    except _Enough:
        return None
    except MarkedYAMLError as error:
        explain(error, text, log)
        return None
    except (YAMLError, ValueError) as error:
        log.add("yaml-syntax", At(), f"The file is not YAML: {error}.", "Start from an example.")
        return None
    finally:
        parser.dispose()
    if composer.root is None:
        log.add("empty-file", At(), "The file is empty.", "Start from an example set.")
    return composer.root


class _Composer:
    """Takes one event after the other and builds the document."""

    def __init__(self, log: Log) -> None:
        self.root: Node | None = None
        self._log = log
        self._open: list[Sequence | Table] = []
        self._keys: list[Scalar | Hole | None] = []  # of each open table: the key that waits
        self._nodes = 0

    def take(self, event: events.Event) -> None:
        # Asked in the order of how often they come: this is run for every value of every file.
        if isinstance(event, events.ScalarEvent):
            self._put(self._scalar(event))
        elif isinstance(event, events.CollectionEndEvent):
            self._leave()
        elif isinstance(event, events.MappingStartEvent):
            self._enter(event, Table(*_place(event)))
        elif isinstance(event, events.SequenceStartEvent):
            self._enter(event, Sequence(*_place(event)))
        elif isinstance(event, events.AliasEvent):
            self._put(self._alias(event))
        elif isinstance(event, events.DocumentStartEvent):
            self._start(event)

    def _start(self, event: events.DocumentStartEvent) -> None:
        if event.version or event.tags:
            self._log.add(
                "directive",
                At(*_place(event)),
                "Lines that begin with % are not read here.",
                "Delete them.",
            )
        if self.root is not None:
            self._log.add(
                "second-document",
                At(*_place(event)),
                "A second document begins here; a file holds one set.",
                "Delete the line `---`, or put the second set into a file of its own.",
            )
            raise _Enough

    def _scalar(self, event: events.ScalarEvent) -> Node:
        node = Scalar(*_place(event), event.value, not event.style)
        if event.anchor or event.tag:
            self._refuse_extras(event, node)
        if event.style == '"' and not event.value.isprintable() and has_control(event.value):
            self._log.add(
                "control-character",
                node,
                "An escape in this text stands for a control character.",
                "Delete the escape, the part that begins with a backslash.",
            )
        return node

    def _alias(self, event: events.AliasEvent) -> Node:
        hole = Hole(*_place(event))
        self._log.add(
            "alias",
            hole,
            f"`*{event.anchor}` would repeat what stands elsewhere; that is not read here.",
            "Write the value out. Put a text that begins with * in double quotes.",
        )
        return hole

    def _refuse_extras(
        self, event: events.ScalarEvent | events.CollectionStartEvent, spot: Spot
    ) -> None:
        if event.anchor is not None:
            self._log.add(
                "anchor",
                spot,
                f"`&{event.anchor}` would name this value; that is not read here.",
                f"Delete `&{event.anchor}`. Put a text that begins with & in double quotes.",
            )
        if event.tag is not None:
            self._log.add(
                "tag",
                spot,
                f"`{event.tag}` would give this value a type; that is not read here.",
                "Delete the part that begins with !. Put a text that begins with ! in quotes.",
            )

    def _enter(self, event: events.CollectionStartEvent, node: Sequence | Table) -> None:
        if event.anchor or event.tag:
            self._refuse_extras(event, node)
        self._put(node)
        self._open.append(node)
        self._keys.append(None)
        if len(self._open) > DEEPEST:
            self._log.add(
                "too-deep",
                node,
                f"Lists and tables stand more than {DEEPEST} deep in each other here.",
                "A set needs six levels at most: check the indentation and the brackets.",
            )
            raise _Enough

    def _leave(self) -> None:
        self._open.pop()
        self._keys.pop()

    def _put(self, node: Node) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._log.add(
                "too-many-values",
                node,
                f"The file holds more than {MOST_NODES} values.",
                "Split it into several sets.",
            )
            raise _Enough
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence):
            parent.nodes.append(node)
        elif (key := self._keys[-1]) is None:
            self._keys[-1] = node if isinstance(node, Scalar) else self._no_key(node)
        else:
            self._keys[-1] = None
            self._pair(parent, key, node)

    def _no_key(self, node: Node) -> Hole:
        if not isinstance(node, Hole):
            self._log.add(
                "bad-key",
                node,
                "A list or a table stands where the name of a field belongs.",
                "A name is one word before a colon. Put a text that begins with [ or { in quotes.",
            )
        return Hole(node.line, node.column)

    def _pair(self, table: Table, key: Scalar | Hole, node: Node) -> None:
        if isinstance(key, Hole):
            return
        first = table.keys.setdefault(key.value, key)
        if first is key:
            table.values[key.value] = node
            return
        self._log.add(
            "duplicate-key",
            key,
            f"`{key.value}` stands twice here: in line {first.line} and in line {key.line}.",
            "Keep one of the two, or give one of them another name.",
        )


def _place(event: events.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
