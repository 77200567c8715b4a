"""Removes what a vector says about its language, so that the two languages lie on each other.

Multilingual encoders separate texts by language before subject: to a Chinese question every
Chinese passage is nearer than the right English one. Taking the mean of each language from its
vectors removes most of that: Yang, Yang, Cer and Darve, "A Simple and Effective Method to
Eliminate the Self Language Bias in Multilingual Representations" (EMNLP 2021), whose first
principal component per language this replaces by the mean.

Passages and questions are encoded differently and have means of their own. That of passages is
taken from the collection. A collection comes without questions, so theirs is taken from
questions that are made of its own phrases ("Who is responsible for {}?"): these need not make
sense, but are questions, in the language, and about the subject. Their mean lies nearer to that
of the questions people ask than the mean of any general questions does.
"""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.encoders import Encoder
from indexer.normalization import to_simplified
from indexer.passages import Language

EVERYDAY_QUESTIONS: Final[dict[Language, tuple[str, ...]]] = {
    "zh": (
        "今天天气怎么样？",
        "这本书的作者是谁？",
        "如何做一道红烧肉？",
        "地球到月亮有多远？",
        "电话是哪一年发明的？",
        "学习外语有什么好方法？",
        "这家公司有多少员工？",
        "谁赢得了昨天的比赛？",
        "为什么海水是咸的？",
        "怎样修理自行车？",
        "这座城市的人口是多少？",
        "什么是光合作用？",
    ),
    "en": (
        "What is the weather like today?",
        "Who wrote this book?",
        "How do you braise pork?",
        "How far is the moon from the earth?",
        "In which year was the telephone invented?",
        "What is a good way to learn a language?",
        "How many people does this company employ?",
        "Who won yesterday's match?",
        "Why is the sea salty?",
        "How do I repair a bicycle?",
        "What is the population of this city?",
        "What is photosynthesis?",
    ),
}

EVERYDAY_STATEMENTS: Final[dict[Language, tuple[str, ...]]] = {
    "zh": (
        "昨天下了一整天的雨，气温降到了十度以下。",
        "这部小说讲述了三代人在海边小镇的生活。",
        "先把蔬菜切好，再放入锅中翻炒两分钟。",
        "月球绕地球一周大约需要二十七天。",
        "铁路通车以后，这座城市的商业迅速发展。",
        "多听多说是学习语言的有效方法。",
        "公司去年新增了两百多名员工。",
        "主队在最后一分钟攻入了决定胜负的一球。",
        "植物利用阳光把水和二氧化碳变成养分。",
        "请按照说明书定期清洁和润滑链条。",
    ),
    "en": (
        "It rained all day yesterday and the temperature fell below ten degrees.",
        "The novel follows three generations of a family in a town by the sea.",
        "Chop the vegetables first, then stir them in the pan for two minutes.",
        "The moon takes about twenty-seven days to travel around the earth.",
        "Trade in the city grew quickly once the railway had been opened.",
        "Listening and speaking a lot is a good way to learn a language.",
        "The company took on more than two hundred new employees last year.",
        "The home side scored the deciding goal in the last minute of the match.",
        "Plants use sunlight to turn water and carbon dioxide into food.",
        "Clean and oil the chain regularly, as described in the manual.",
    ),
}

PRIOR_WEIGHT = 10.0
"""How many passages of a collection the everyday statements weigh as much as. They steady the
mean of a language that has only a few passages, and are lost among many."""


QUESTION_FORMS: Final[dict[Language, tuple[str, ...]]] = {
    "zh": (
        "{}有哪些？",
        "什么是{}？",
        "{}怎么样了？",
        "谁负责{}？",
        "为什么{}？",
        "有多少{}？",
        "{}是什么时候开始的？",
        "在{}方面做了什么？",
        "{}",
        "请问{}的情况",
        "哪些国家参与{}？",
        "如何{}？",
    ),
    "en": (
        "What is {}?",
        "Who is responsible for {}?",
        "How many {}?",
        "When did {} start?",
        "Why {}?",
        "What has been done about {}?",
        "Which countries take part in {}?",
        "How does {} work?",
        "{}",
        "Tell me about {}",
        "Where is {}?",
        "Which {} are there?",
    ),
}

PHRASES: Final = 72
"""How many phrases of a collection are made into questions."""

_CLAUSE = re.compile(
    r"[^，。；：、！？（）《》“”,.;:!?()\"|\s][^，。；：、！？（）《》“”,.;:!?()\"|]*"
)
_CLAUSE_LENGTH: Final[dict[Language, tuple[int, int]]] = {"zh": (4, 16), "en": (16, 50)}
"""Code points of a phrase that can stand in a question, least and most."""


def question_mean(
    encoder: Encoder, language: Language, texts: Sequence[str]
) -> NDArray[np.float32]:
    """Return the mean vector of questions in a language, of shape (dimension,).

    Parameters
    ----------
    texts
        The passages of the language; everyday questions take the place of missing phrases.
    """
    forms = QUESTION_FORMS[language]
    phrases = find_phrases(texts, language)
    asked = [
        forms[n % len(forms)].format(to_simplified(phrase)) for n, phrase in enumerate(phrases)
    ]
    general = EVERYDAY_QUESTIONS[language] if len(asked) < PHRASES else ()
    vectors = encoder.encode_queries([*asked, *general])
    mean: NDArray[np.float32] = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    return mean


def find_phrases(texts: Sequence[str], language: Language) -> list[str]:
    """Return up to `PHRASES` clauses of a collection, spread over it, none twice."""
    low, high = _CLAUSE_LENGTH[language]
    # Spread over many texts, a few times as many as are needed bring enough clauses.
    step = max(1, len(texts) // (8 * PHRASES))
    clauses = dict.fromkeys(
        match[0].strip()
        for text in texts[::step]
        for match in _CLAUSE.finditer(text)
        if low <= len(match[0].strip()) <= high
    )
    found = list(clauses)
    return found[:: max(1, len(found) // PHRASES)][:PHRASES]


def passage_mean(
    vectors: NDArray[np.float32], encoder: Encoder, language: Language
) -> NDArray[np.float32]:
    """Return the mean vector of a language's passages, steadied by everyday statements.

    Parameters
    ----------
    vectors : ndarray of float32, shape (n, dimension)
        Of all passages of the language; n may be 0.

    Returns
    -------
    ndarray of float32, shape (dimension,)
    """
    prior = encoder.encode_passages(EVERYDAY_STATEMENTS[language]).mean(axis=0, dtype=np.float64)
    total = vectors.sum(axis=0, dtype=np.float64) + PRIOR_WEIGHT * prior
    mean: NDArray[np.float32] = (total / (len(vectors) + PRIOR_WEIGHT)).astype(np.float32)
    return mean


def centre(vectors: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors less a mean, brought back to unit length.

    Parameters
    ----------
    vectors : ndarray of float32, shape (n, dimension)
    mean : ndarray of float32, shape (dimension,)

    Returns
    -------
    ndarray of float32, shape (n, dimension)
        Unit rows; a vector equal to the mean becomes zero, which is near to nothing.
    """
    difference = vectors - mean
    norms = np.linalg.norm(difference, axis=1, keepdims=True)
    centred: NDArray[np.float32] = np.divide(
        difference, norms, out=np.zeros_like(difference), where=norms > 1e-9
    )
    return centred
