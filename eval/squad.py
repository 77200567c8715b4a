"""Others' paragraphs with questions in both languages, in the format of SQuAD.

XQuAD (Artetxe, Ruder and Yogatama, "On the Cross-lingual Transferability of Monolingual
Representations", ACL 2020) has 240 paragraphs and 1,190 questions that way, a file a language, the
same paragraphs in the same order. Here each paragraph is kept in one language only, so that half of
all questions have to find theirs across the languages.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.questions import Question
from indexer.passages import LANGUAGES, Language
from indexer.punctuation import split_sentences


@dataclass(frozen=True, slots=True)
class _Asked:
    id: str
    question: str
    start: int
    """Of the answer, in the paragraph."""
    end: int


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    asked: tuple[_Asked, ...]


def read_squad(zh: Path, en: Path) -> tuple[dict[str, str], list[Question]]:
    """Return paragraphs by the name of the file to make of them, and the questions on them.

    The first paragraph is kept in Chinese, the second in English, and so on. The evidence of a
    question is the sentence that has its answer.

    Parameters
    ----------
    zh, en
        The Chinese and the English file: the same paragraphs and questions in the same order.

    Raises
    ------
    ValueError
        The two do not correspond, or one is not in that format.
    """
    texts: dict[str, str] = {}
    questions: list[Question] = []
    sides = [_read(zh), _read(en)]
    if len(sides[0]) != len(sides[1]):
        raise ValueError(f"{zh} has {len(sides[0])} paragraphs, {en} has {len(sides[1])}")
    for number, pair in enumerate(zip(*sides, strict=True)):
        if [asked.id for asked in pair[0].asked] != [asked.id for asked in pair[1].asked]:
            raise ValueError(f"{zh} and {en} ask other questions of paragraph {number + 1}")
        kept = number % 2
        name = f"{number + 1:04d}.txt"
        texts[name] = pair[kept].text
        for language, side in zip(LANGUAGES, pair, strict=True):
            questions += _questions(name, LANGUAGES[kept], pair[kept], language, side)
    return texts, questions


def _questions(
    name: str, written: Language, paragraph: _Paragraph, language: Language, side: _Paragraph
) -> Iterator[Question]:
    for place, asked in zip(paragraph.asked, side.asked, strict=True):
        yield Question(
            id=f"{asked.id}-{language}",
            question=asked.question,
            language=language,
            type="fact",
            evidence=(_sentence(paragraph.text, place),),
            source=name,
            evidence_languages=(written,),
            direction="same" if written == language else "across",
            why="",
            split="check",
        )


def _sentence(text: str, place: _Asked) -> str:
    """Return the sentence with an answer, or the paragraph where that sentence stands twice."""
    for start, end in split_sentences(text):
        if start < place.end and place.start < end and text.count(text[start:end]) == 1:
            return text[start:end]
    return text


def _read(path: Path) -> list[_Paragraph]:
    try:
        return [
            _Paragraph(
                paragraph["context"],
                tuple(
                    _Asked(
                        str(asked["id"]),
                        asked["question"],
                        asked["answers"][0]["answer_start"],
                        asked["answers"][0]["answer_start"] + len(asked["answers"][0]["text"]),
                    )
                    for asked in paragraph["qas"]
                ),
            )
            for article in json.loads(path.read_text(encoding="utf-8"))["data"]
            for paragraph in article["paragraphs"]
        ]
    except (KeyError, TypeError, IndexError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is not in the format of SQuAD: {error!r}") from error
