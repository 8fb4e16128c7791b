"""A Dockerfile's instructions, stage by stage."""

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Stage:
    """What follows one FROM: `steps` are (instruction, argument), continuation lines joined."""

    base: str
    name: str = ""
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, instruction: str) -> list[str]:
        return [argument for each, argument in self.steps if each == instruction]

    def last(self, instruction: str) -> str:
        return self.all(instruction)[-1]


def stages(path: Path) -> list[Stage]:
    found: list[Stage] = []
    variables: dict[str, str] = {}
    for instruction, argument in _instructions(path.read_text("utf-8")):
        if instruction == "ARG" and not found:
            name, _, value = argument.partition("=")
            variables[name] = value
        elif instruction == "FROM":
            base, _, name = argument.partition(" AS ")
            found.append(Stage(variables.get(base.strip("${}"), base), name))
        else:
            found[-1].steps.append((instruction, argument))
    return found


def _instructions(text: str) -> list[tuple[str, str]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines))
    return [tuple(line.split(" ", 1)) for line in joined.splitlines()]
