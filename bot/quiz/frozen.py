"""Immutable values, which is what nearly everything here is."""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[Made]) -> type[Made]:
    """A dataclass with slots that can be hashed, and that the type checker lets nobody change.

    Were it frozen at run time as well, a value would take five times as long to make, and its
    class twice as long.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
