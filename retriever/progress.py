"""How a comparison tells what it is doing."""

from collections.abc import Callable
from typing import Literal, TypeAlias

ComparingStage: TypeAlias = Literal["read", "compare"]

ComparingProgress: TypeAlias = Callable[[ComparingStage, int, int], None]
"""Called with the stage, how many passages are done and how many there are; may end it by an
exception of its own."""
