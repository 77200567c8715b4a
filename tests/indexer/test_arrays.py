"""Arrays that are written row by row are as NumPy writes them."""

from pathlib import Path

import numpy as np
import pytest

from indexer.arrays import ArrayWriter, map_array, write_array


@pytest.mark.parametrize("columns", [None, 2])
@pytest.mark.parametrize("blocks", [[], [0], [3, 0, 4], [100_000, 50_000]])
def test_an_array_in_parts_is_the_whole(
    tmp_path: Path, blocks: list[int], columns: int | None
) -> None:
    shape = () if columns is None else (columns,)
    parts = [np.random.default_rng(size).integers(0, 99, (size, *shape)) for size in blocks]
    with ArrayWriter(tmp_path / "parts.npy", np.int32, columns) as writer:
        for part in parts:
            writer.write(part)
    whole = np.concatenate([np.empty((0, *shape), dtype=np.int32), *parts]).astype(np.int32)
    write_array(tmp_path / "whole.npy", whole)
    assert (tmp_path / "parts.npy").read_bytes() == (tmp_path / "whole.npy").read_bytes()
    np.testing.assert_array_equal(map_array(tmp_path / "parts.npy"), whole)
