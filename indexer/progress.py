"""How a build tells what it is doing."""

from collections.abc import Callable
from typing import Literal, TypeAlias

Stage: TypeAlias = Literal["read", "encode", "re-encode", "write", "test", "load"]
"""`re-encode`: the model is another one than before, so that nothing can be taken over. `load`:
into Milvus."""

Progress: TypeAlias = Callable[[Stage, int, int], None]
"""Called with the stage, how much of it is done and how much there is to do."""
