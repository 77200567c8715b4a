"""`yinju selftest`: the report for people and programs, and what it says of what is broken."""

import json
from pathlib import Path

import pytest
from wcwidth import wcswidth

from indexer.passages import LANGUAGES, Language
from retriever.probes import PROBE_KINDS
from retriever.probing import DIRECTIONS, Direction, SelfTest, Share
from retriever.standing import CHANNELS, ChannelName
from tests.ui.command_line import one_line, run, speak_english
from ui.selftest_cli import selftest_text


def given(
    dead: tuple[Language, Language, ChannelName] | None = None, inexact: tuple[str, ...] = ()
) -> SelfTest:
    """A self-test of which everything is found but by one channel."""
    directions = tuple(
        Direction(
            asked_in,
            wanted,
            dict.fromkeys(PROBE_KINDS, Share(29, 30)),
            {name: Share(0 if (asked_in, wanted, name) == dead else 30, 30) for name in CHANNELS},
        )
        for asked_in, wanted in DIRECTIONS
    )
    return SelfTest(directions, Share(500 - len(inexact), 500), inexact, {"zh": 93, "en": 482})


@pytest.mark.model
@pytest.mark.timeout(300)
def test_an_index_is_tested_and_the_status_says_how_it_went(
    parallel_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_english(monkeypatch)
    status, out, err = run(capsys, "selftest", "--index", parallel_index, "--json")
    record = json.loads(one_line(out))
    assert (status, err, record["sound"]) == (0, "", True)
    assert record["citations"]["found"] == record["citations"]["tried"] > 20
    assert record["citations"]["inexact"] == []
    for direction in record["directions"]:
        assert 0 < direction["found"] <= direction["tried"]
        assert set(direction["channels"]) == set(CHANNELS)
        assert direction["dead"] == []
    assert len(record["directions"]) == 4


def test_the_tables_fit_the_terminal_in_both_languages() -> None:
    for language in LANGUAGES:
        lines = selftest_text(given(), "a-model", language, 80).splitlines()
        assert max(map(wcswidth, lines)) <= 80
        assert any("97% (87/90)" in line for line in lines)
    assert lines[-1] == "Nothing is broken."
    assert selftest_text(given(), "a-model", "zh", 80).endswith("没有发现问题。")


@pytest.mark.parametrize(
    ("dead", "cure", "in_chinese"),
    [
        (("zh", "zh", "lexical"), "yinju check --repair", "词语通道"),
        (("en", "en", "dense"), "does not serve English: index with another", "段落含义通道"),
        (("zh", "en", "sentence"), "multilingual one, or without --model", "不能跨语言"),
        (("en", "zh", "lexical"), "translations of the index are broken", "词语对译有问题"),
    ],
)
def test_a_dead_channel_is_named_with_what_to_do(
    dead: tuple[Language, Language, ChannelName], cure: str, in_chinese: str
) -> None:
    broken = given(dead)
    assert not broken.is_sound
    said = " ".join(selftest_text(broken, "a-model", "en", 100).split())
    assert "What is broken (1):" in said
    assert "0 of 30" in said
    assert cure in said
    assert in_chinese in "".join(selftest_text(broken, "a-model", "zh", 100).split())


def test_inexact_citations_are_named_but_not_all_of_them() -> None:
    broken = given(inexact=("a:1", "a:2", "a:3", "a:4"))
    assert not broken.is_sound
    said = " ".join(selftest_text(broken, "a-model", "en", 100).split())
    assert "the words of 4 passages do not stand in the source" in said
    assert "a:1, a:2, a:3…" in said
    assert "496 are there letter by letter" in said
