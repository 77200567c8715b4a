"""What was encoded is read back as far as it was written, by the same model alone."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.stand_in import StandIn
from indexer import encoded_log
from indexer.encoded_log import EncodedLog, remove_log
from indexer.manifest import ENCODED
from indexer.text_keys import text_keys

TEXTS = [f"The reservoir was built in {year}." for year in range(1950, 1970)]
ONE, TWO = StandIn("1"), StandIn("2")
RECORD = 33 + 1 + 4 * StandIn.dimension + 4


def append(directory: Path, texts: list[str], encoder: StandIn, *, common: bool = False) -> None:
    with closing(EncodedLog(directory / ENCODED, encoder)) as log:
        log.append(text_keys(texts), encoder.encode_passages(texts), common=common)


def read(directory: Path, encoder: StandIn) -> dict[bytes, NDArray[np.float32]]:
    found: dict[bytes, NDArray[np.float32]] = {}
    with closing(EncodedLog(directory / ENCODED, encoder)) as log:
        for block in log.read():
            for keys, vectors in block:
                found |= zip(keys.tolist(), vectors, strict=True)
    return found


def expected(texts: list[str]) -> dict[bytes, list[float]]:
    vectors = ONE.encode_passages(texts).tolist()
    return dict(zip(text_keys(texts).tolist(), vectors, strict=True))


def as_lists(found: dict[bytes, NDArray[np.float32]]) -> dict[bytes, list[float]]:
    return {key: vector.tolist() for key, vector in found.items()}


def test_what_several_builds_encoded_is_read_in_parts(tmp_path: Path) -> None:
    encoder = ONE
    append(tmp_path, TEXTS[:5], encoder)
    append(tmp_path, TEXTS[5:8], encoder, common=True)
    append(tmp_path, TEXTS[8:], encoder)
    with closing(EncodedLog(tmp_path / ENCODED, encoder)) as log:
        [block] = log.read()
    assert block.of_documents[0].tolist() == text_keys([*TEXTS[:5], *TEXTS[8:]]).tolist()
    assert block.common[0].tolist() == text_keys(TEXTS[5:8]).tolist()
    assert as_lists(read(tmp_path, encoder)) == expected(TEXTS)
    remove_log(tmp_path)
    remove_log(tmp_path)
    assert read(tmp_path, encoder) == {}


@pytest.mark.parametrize(
    "lost", [0, 1, 4, 5, RECORD - 1, RECORD, RECORD + 1, 2 * RECORD + 40, 4 * RECORD]
)
def test_a_file_that_was_cut_off_has_what_is_whole_and_goes_on(tmp_path: Path, lost: int) -> None:
    directory = tmp_path
    append(directory, TEXTS[:4], ONE)
    path = directory / ENCODED
    path.write_bytes(path.read_bytes()[: path.stat().st_size - lost])
    whole = 4 - -(-lost // RECORD)
    assert as_lists(read(directory, ONE)) == expected(TEXTS[:whole])
    append(directory, TEXTS[4:6], ONE)
    assert as_lists(read(directory, ONE)) == expected([*TEXTS[:whole], *TEXTS[4:6]])


@pytest.mark.parametrize("place", [1, 33, 40, RECORD - 1])
def test_a_record_that_is_not_as_it_was_written_is_left_out(tmp_path: Path, place: int) -> None:
    append(tmp_path, TEXTS[:4], ONE)
    path = tmp_path / ENCODED
    content = bytearray(path.read_bytes())
    content[-2 * RECORD + place] ^= 1
    path.write_bytes(content)
    assert as_lists(read(tmp_path, ONE)) == expected([*TEXTS[:2], TEXTS[3]])


def test_another_model_or_preparation_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(tmp_path, TEXTS[:4], ONE)
    assert len(read(tmp_path, ONE)) == 4
    assert read(tmp_path, TWO) == {}
    append(tmp_path, TEXTS[:4], TWO)
    monkeypatch.setattr(encoded_log, "PREPARATION", "another/1")
    assert read(tmp_path, TWO) == {}


@pytest.mark.parametrize("content", [b"", b"yinju", b"something else" * 1000])
def test_a_file_that_begins_otherwise_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ENCODED).write_bytes(content)
    assert read(tmp_path, ONE) == {}
    append(tmp_path, TEXTS, ONE)
    assert as_lists(read(tmp_path, ONE)) == expected(TEXTS)
