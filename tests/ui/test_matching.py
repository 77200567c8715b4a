import re
from dataclasses import replace

import pytest

from indexer.passages import Language, Passage, Run
from retriever.hits import Citation, Hit, Results, Scores
from retriever.search import Index, search
from ui.matching import matched_words, matching
from ui.messages import message

pytestmark = pytest.mark.timeout(900)


def hit(text: str, language: Language, *words: str) -> Hit:
    places = sorted((text.index(word), text.index(word) + len(word)) for word in words)
    passage = Passage(
        id="d:1",
        source="d.txt",
        kind="paragraph",
        language=language,
        label=None,
        section=(),
        spans=((0, len(text)),),
        text=text,
        runs=(Run(0, 0, len(text)),),
    )
    return Hit(1, 0.5, Scores(0.4, 0.25, 0.1), passage, Citation("", ""), (), tuple(places))


def results(question: str, language: Language, *hits: Hit) -> Results:
    return Results(question=question, language=language, support=0.9, hits=hits)


def test_words_are_told_apart_by_how_they_match() -> None:
    found = hit("UNODC opened offices in Morocco.", "en", "UNODC", "Morocco")
    asked = results("UNODC在摩洛哥的项目", "zh", found)
    assert matched_words(found, asked) == (("UNODC",), ("Morocco",), ())
    same = hit("They met, and meet in Morocco.", "en", "met", "Morocco")
    assert matched_words(same, results("meetings in morocco", "en", same)) == (
        ("Morocco",),
        (),
        ("met",),
    )


def test_a_word_inside_another_does_not_stand_in_the_question() -> None:
    found = hit("The UN met.", "en", "UN")
    assert matched_words(found, results("What is UNOCT?", "en", found)) == ((), (), ("UN",))


def test_traditional_characters_are_the_same_word() -> None:
    found = hit("反恐办公室", "zh", "办公室")
    assert matched_words(found, results("辦公室", "zh", found))[0] == ("办公室",)


@pytest.mark.parametrize(
    ("score", "word"), [(0.6, "close"), (0.25, "related"), (0.1, "distant"), (-0.3, "distant")]
)
def test_a_score_is_told_in_words_and_as_a_bar(score: float, word: str) -> None:
    found = hit("text", "en")
    found = replace(found, scores=Scores(score, score, 0.0))
    html = matching(found, results("q", "en", found), "en")
    share = max(0, round(100 * score))
    assert html.count(f'style="--share: {share}%"') >= 2
    assert html.count(f"{word} ({share}%)") == 2
    assert "none (0%)" in html
    assert message("no-words", "en") in html


def test_words_in_hostile_documents_are_shown_and_never_run() -> None:
    found = hit("<img src=x>", "en", "<img src=x>")
    assert "<img" not in matching(found, results("q", "zh", found), "zh")


def test_names_match_across_languages(index: Index) -> None:
    found = search(index, "毒品和犯罪问题办公室在摩洛哥的项目", language="en")
    across = [matched_words(hit, found)[1] for hit in found.hits]
    assert any("UNODC" in words and "Morocco" in words for words in across)
    html = matching(found.hits[0], found, "zh")
    assert message("words-across", "zh") in html
    assert not re.search(message("words-same", "zh"), html)
