"""The text of a model as sentences with citations, however it is cut while it is written."""

import pytest

from retriever.written import CitedSentence
from retriever.written_sentences import take_last_sentences, take_sentences


def read(text: str, size: int) -> list[CitedSentence]:
    """Return the sentences of a text that comes in pieces of some characters."""
    found: list[CitedSentence] = []
    rest = ""
    for start in range(0, len(text), size):
        taken, rest = take_sentences(rest + text[start : start + size])
        found += taken
    return found + take_last_sentences(rest)


CASES = [
    ("They meet every week [1].", [("They meet every week.", (1,))]),
    ("They meet. [1] They talk. [2]", [("They meet.", (1,)), ("They talk.", (2,))]),
    ("They meet. [1][2] They talk [3].", [("They meet.", (1, 2)), ("They talk.", (3,))]),
    ("Dr. Li of the U.S. team came [12].", [("Dr. Li of the U.S. team came.", (12,))]),
    ("他们每周开会[1]。他们谈话。[2][3]", [("他们每周开会。", (1,)), ("他们谈话。", (2, 3))]),
    ("他们开会【1】。谈话［2，3］。", [("他们开会。", (1,)), ("谈话。", (2, 3))]),
    ("They meet [1-3]. Yes [2, 2].", [("They meet.", (1, 2, 3)), ("Yes.", (2,))]),
    ("A [passage 4] and B [^2]", [("A and B", (4, 2))]),
    ("## Answer\n- **They meet** [1].\n2. They talk [2].\n\n", [
        ("Answer", ()), ("They meet.", (1,)), ("They talk.", (2,)),
    ]),
    ("Article [a] says [sic] so.", [("Article [a] says [sic] so.", ())]),
    ("Every 4\u200b0 days\u202e [1].", [("Every 40 days.", (1,))]),
    ("...\n[1]\n—", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences_are_the_same_in_whatever_pieces_they_come(
    text: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    for size in (1, 2, 5, 1000):
        assert read(text, size) == [CitedSentence(*sentence) for sentence in expected]


def test_a_sentence_is_complete_as_soon_as_the_next_one_begins() -> None:
    assert take_sentences("They meet. [1]") == ([], "They meet. [1]")
    assert take_sentences("They meet. [1] [") == ([], "They meet. [1] [")
    done, rest = take_sentences("They meet. [1] They")
    assert (done, rest) == ([CitedSentence("They meet.", (1,))], "They")
    assert take_sentences("他们开会。") == ([], "他们开会。")
    assert take_sentences("他们开会。[1]谈")[0] == [CitedSentence("他们开会。", (1,))]


def test_a_range_of_a_thousand_passages_is_no_citation_of_them_all() -> None:
    [sentence] = take_last_sentences("They meet [1-999].")
    assert len(sentence.citations) <= 21
