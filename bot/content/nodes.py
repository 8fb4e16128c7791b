"""What stands in a file: texts, lists and tables, each with its place. Nothing is interpreted."""

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Scalar:
    """One value as it was typed; `plain` where it stood without quotes."""

    line: int
    column: int
    value: str
    plain: bool


@dataclass(slots=True, eq=False)
class Sequence:
    line: int
    column: int
    nodes: list["Node"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Table:
    """Keys and their values in the order of the file; a repeated key keeps its first value."""

    line: int
    column: int
    values: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Hole:
    """A value that was refused, and reported, already."""

    line: int
    column: int


Node = Scalar | Sequence | Table | Hole


def find(node: Node, *path: str) -> Node:
    """The value at the end of `path`, or the last one on the way that is there."""
    for step in path:
        if isinstance(node, Table) and step in node.values:
            node = node.values[step]
        elif isinstance(node, Sequence) and step.isdecimal() and int(step) < len(node.nodes):
            node = node.nodes[int(step)]
    return node
