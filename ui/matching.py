"""How a passage matched, as HTML: its scores in words and bars, and the words that matched."""

import re
from collections.abc import Sequence
from html import escape
from typing import Final, Literal, TypeAlias

from indexer.normalization import fold
from indexer.passages import Language
from retriever.hits import Hit, Results
from ui.messages import message

CLOSE: Final = 0.35
"""From this cosine on a meaning is called close: half of the first hits for the questions of
`eval/dev.jsonl` reach it, and only one in twenty of those on rank 6 to 10."""
RELATED: Final = 0.2
"""From this cosine on a meaning is called related: nearly all first hits reach it."""
MANY_WORDS: Final = 0.2
"""From this share of the question's words on, many have matched: a quarter of the first hits."""

_Relation: TypeAlias = Literal["same", "forms", "across"]
_RELATIONS: Final[tuple[_Relation, ...]] = ("same", "across", "forms")


def matching(hit: Hit, results: Results, language: Language) -> str:
    """Return how a passage matched, folded away.

    Parameters
    ----------
    results
        What the hit is one of; has the question.
    """
    scores = hit.scores
    meters = "".join(
        (
            _meter("passage-meaning", _closeness(scores.dense), scores.dense, language),
            _meter("sentence-meaning", _closeness(scores.sentence), scores.sentence, language),
            _meter("words", _coverage(scores.lexical), scores.lexical, language),
        )
    )
    words = "".join(
        _words(relation, found, language)
        for relation, found in zip(_RELATIONS, matched_words(hit, results), strict=True)
        if found
    )
    none = message("no-words", language)
    return (
        f'<details class="why"><summary>{escape(message("how-matched", language))}</summary>'
        f"<dl>{meters}</dl>{words or f'<p>{escape(none)}</p>'}"
        f'<div class="explained" role="status" data-passage="{escape(hit.passage.id)}"></div>'
        "</details>"
    )


def matched_words(hit: Hit, results: Results) -> tuple[tuple[str, ...], ...]:
    """Return the words of a passage that matched, each once, in three groups.

    Those that stand in the question; those that match from one language to the other; those that
    match in another form or as another name of the same.
    """
    question = _key(results.question)
    groups: dict[_Relation, dict[str, str]] = {relation: {} for relation in _RELATIONS}
    for start, end in hit.matches:
        word = hit.passage.text[start:end]
        relation: _Relation = "forms" if hit.passage.language == results.language else "across"
        if _stands_in(_key(word), question):
            relation = "same"
        groups[relation].setdefault(_key(word), word)
    return tuple(tuple(groups[relation].values()) for relation in _RELATIONS)


def _closeness(cosine: float) -> str:
    if cosine >= CLOSE:
        return "close"
    return "related" if cosine >= RELATED else "distant"


def _coverage(share: float) -> str:
    if share >= MANY_WORDS:
        return "many-words"
    return "few-words" if share > 0 else "none"


def _meter(channel: str, strength: str, score: float, language: Language) -> str:
    share = round(100 * min(max(score, 0.0), 1.0))
    name = escape(message(f"channel-{channel}", language))
    said = escape(message("score", language, words=message(strength, language), share=share))
    return (
        f'<div><dt>{name}</dt><dd><span class="bar" aria-hidden="true" '
        f'style="--share: {share}%"></span>{said}</dd></div>'
    )


def _words(relation: _Relation, words: Sequence[str], language: Language) -> str:
    label = escape(message(f"words-{relation}", language) + message("colon", language))
    listed = escape(message("separator", language)).join(f"<b>{escape(word)}</b>" for word in words)
    return f"<p>{label}{listed}</p>"


def _stands_in(word: str, question: str) -> bool:
    # UN does not stand in UNOCT; Chinese has no such edges.
    edge = r"(?<![a-z0-9]){}(?![a-z0-9])"
    return re.search(edge.format(re.escape(word)), question) is not None


def _key(words: str) -> str:
    return fold(words).text.casefold()
