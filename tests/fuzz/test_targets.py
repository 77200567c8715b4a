"""What is fuzzed runs: on what the fuzzer begins with, and on some changes of it."""

import json
from random import Random

import pytest

from tests.fuzz.findings import minimise
from tests.fuzz.packages import pack, parts_of, unpack, write
from tests.fuzz.targets import TARGETS

WITHOUT_INDEX = [name for name in TARGETS if name not in ("questions", "quotations")]
CHANGES = 15


@pytest.mark.parametrize("name", WITHOUT_INDEX)
def test_a_reader_takes_what_the_fuzzer_begins_with_and_changes_of_it(name: str) -> None:
    target, random = TARGETS[name], Random(0)
    seeds = list(target.seeds())
    for seed in seeds:
        target.run(seed)
    for _ in range(CHANGES):
        target.run(target.mutate(random.choice(seeds), random)[: target.longest])


@pytest.mark.parametrize("name", TARGETS)
def test_the_same_state_of_the_generator_gives_the_same_change(name: str) -> None:
    content = json.dumps({"words": ["a", "b"], "spans": [[0, 1]]}).encode()
    mutate = TARGETS[name].mutate
    first = [mutate(content, Random(number)) for number in range(20)]
    assert first == [mutate(content, Random(number)) for number in range(20)]
    assert len(set(first)) > 10


def test_parts_of_a_package_are_what_was_written() -> None:
    parts = {b"a.xml": b"<a>=== b</a>", b"b/c.xml": b"<b/>\n<c/>"}
    assert parts_of(write(parts)) == parts
    assert unpack(pack(write(parts))) == write(parts)


def test_an_input_is_made_as_small_as_fails_in_the_same_way() -> None:
    def run(content: bytes) -> None:
        if len(content) > 30:
            raise KeyError
        if "二".encode() in content and b"b" in content:
            raise ValueError

    assert minimise(run, "a 一二三\nx\nab".encode()) == "二b".encode()
    assert minimise(run, b"fine") == b"fine"
