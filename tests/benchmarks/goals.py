"""Goals, each told in one line as soon as its figure is known."""

import operator

MARK = "goal: "
HOLDS = {"at least": operator.ge, "at most": operator.le, "below": operator.lt}


def goal(what: str, value: float, how: str, wanted: float, unit: str) -> None:
    """Print a figure and whether it is `how` it is `wanted`."""
    verdict = "reached" if HOLDS[how](value, wanted) else "NOT reached"
    print(f"{MARK}{what}: {value:.3g} {unit} ({how} {wanted:g}): {verdict}")
