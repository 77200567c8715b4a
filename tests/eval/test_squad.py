"""Paragraphs and questions of others are read as they are published."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.gold import squad
from eval.quality import measure_quality
from eval.squad import read_squad

PARAGRAPHS: dict[str, list[tuple[str, str, str, str]]] = {
    # context, id, question, answer
    "zh": [
        (
            "灯塔建于1851年。塔高二十四米，灯光可以照到三十公里以外。",
            "q1",
            "灯塔有多高？",
            "二十四米",
        ),
        ("面包师傅每天凌晨三点开始和面。", "q2", "面包师傅几点开始工作？", "凌晨三点"),
    ],
    "en": [
        (
            "The lighthouse was built in 1851. The tower is twenty-four metres tall.",
            "q1",
            "How tall is the lighthouse?",
            "twenty-four metres",
        ),
        (
            "The baker starts to knead the dough at three every morning. Bread sells at seven.",
            "q2",
            "When does the baker start work?",
            "three every morning",
        ),
    ],
}


def squad_file(path: Path, language: str, change: dict[str, Any] | None = None) -> Path:
    paragraphs = [
        {
            "context": text,
            "qas": [
                {
                    "id": key,
                    "question": question,
                    "answers": [{"text": answer, "answer_start": text.index(answer)}],
                }
            ],
        }
        for text, key, question, answer in PARAGRAPHS[language]
    ]
    paragraphs[0].update(change or {})
    # An article a paragraph: where the articles end does not matter.
    articles = [{"title": "x", "paragraphs": [paragraph]} for paragraph in paragraphs]
    path.write_text(json.dumps({"version": "1.1", "data": articles}), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return squad_file(tmp_path / "zh.json", "zh"), squad_file(tmp_path / "en.json", "en")


def test_each_paragraph_is_kept_in_one_language(files: tuple[Path, Path]) -> None:
    texts, _ = read_squad(*files)
    assert texts == {"0001.txt": PARAGRAPHS["zh"][0][0], "0002.txt": PARAGRAPHS["en"][1][0]}


def test_each_question_is_asked_in_both_languages(files: tuple[Path, Path]) -> None:
    _, questions = read_squad(*files)
    assert [(q.id, q.direction, q.source, q.evidence) for q in questions] == [
        ("q1-zh", "same", "0001.txt", ("塔高二十四米，灯光可以照到三十公里以外。",)),
        ("q1-en", "across", "0001.txt", ("塔高二十四米，灯光可以照到三十公里以外。",)),
        (
            "q2-zh",
            "across",
            "0002.txt",
            ("The baker starts to knead the dough at three every morning.",),
        ),
        (
            "q2-en",
            "same",
            "0002.txt",
            ("The baker starts to knead the dough at three every morning.",),
        ),
    ]
    assert [q.question for q in questions[:2]] == ["灯塔有多高？", "How tall is the lighthouse?"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"qas": []}, "other questions of paragraph 1"),
        ({"context": None, "qas": [{"id": "q1"}]}, "not in the format of SQuAD"),
    ],
)
def test_files_that_do_not_correspond_are_refused(
    tmp_path: Path, files: tuple[Path, Path], change: dict[str, Any], message: str
) -> None:
    other = squad_file(tmp_path / "other.json", "en", change)
    with pytest.raises(ValueError, match=message):
        read_squad(files[0], other)


def test_no_json_is_refused(tmp_path: Path, files: tuple[Path, Path]) -> None:
    other = tmp_path / "other.json"
    other.write_text("[", encoding="utf-8")
    with pytest.raises(ValueError, match="not in the format of SQuAD"):
        read_squad(other, files[1])


def test_they_are_indexed_and_asked(files: tuple[Path, Path]) -> None:
    with squad(*files) as gold:
        rows, trust = measure_quality(gold, alone=True)
    means = {(row.list, row.direction): row.mean for row in rows if row.measure == "RR@10"}
    assert means == dict.fromkeys([(x, y) for x in ("one", "own") for y in ("same", "across")], 1.0)
    assert trust.evidence_touches == 1.0
    assert trust.off_topic_refused is None
