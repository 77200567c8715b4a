"""Whether what a sentence says stands in the passages that it cites.

Three questions, each with reasons of its own: does every number, name and quotation of the
sentence stand there; does the passage deny it or say the opposite; and is the sentence about what
the passage says, by its meaning and its words, as a whole and clause by clause.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.centering import centre, passage_mean
from indexer.languages import is_han, language_of
from indexer.lexical import bm25_idf
from indexer.normalization import fold
from indexer.passages import Language
from indexer.punctuation import split_sentences
from indexer.terms import Term, find_terms
from retriever.claims import Lexicon, ReadText, find_missing, read_text
from retriever.facts import count_denials, find_facts
from retriever.opposites import find_opposite
from retriever.search import Index
from retriever.translation import choose_terms, find_alternatives
from retriever.written import CitedSentence, Reason, ShownPassage, WrittenSentence

Floats = NDArray[np.float32]

LEAST: Final = 0.9
"""Of a sentence that is supported: its cosine to the nearest sentence of what it cites, and the
share of its words that stand there, added up. `python -m eval written` measures what that does."""
LEAST_CLAUSE: Final = 0.6
"""The same of each of its clauses."""
NEAR: Final = 0.1
"""How much farther than the nearest one a sentence may be to be looked at for the opposite."""
LONGEST: Final = 1000
"""Code points of a sentence that is looked at; a longer one is none, and is not supported."""
SHORTEST_CLAUSE: Final = 2
"""Terms from which on a clause says enough to be looked at alone."""

_CLAUSE_END = re.compile(
    r"[,，;；:：](?!\d)\s*(?:and |but |which |whose |while |并且?|而且?|但)?"
    r"|\s(?:and|but|while|which|whose)\s"
)
_BOUNDS = re.compile(r"不(?=到|超过|多于|及|低于|高于)|\bno(?=t? (?:more|less|fewer|later) than)")
"""Words that deny nothing: they say on which side of a number something is."""
_LINKS: Final = frozenset(
    """
    accord addit also among them beside besid current exampl furthermor further howev includ
    moreov other sever therefor variou various well
    按照 包括 此外 等等 根据 例如 其中 同时 以及 因此 目前
    """.split()
)
"""Stems and words that link what is said and say nothing themselves."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A cited passage with what is compared."""

    language: Language
    is_row: bool
    text: ReadText
    terms: frozenset[str]
    """Of the passage and its headings."""
    sentences: tuple[str, ...]
    """Folded."""
    sentence_terms: tuple[frozenset[str], ...]
    vectors: Floats
    """(len(sentences), dimension)"""


class SupportChecker:
    """Checks the sentences of one answer; reads each passage when it is first cited."""

    def __init__(self, index: Index, passages: Sequence[ShownPassage]) -> None:
        self._index = index
        self._passages = passages
        self._lexicon = Lexicon(index.glossary, index.gazetteer, index.translations)
        self._read: dict[int, _Read] = {}
        self._means: dict[Language, Floats] = {}
        self._postings = {channels.language: channels.postings for channels in index.channels}

    def check(self, sentence: CitedSentence) -> WrittenSentence:
        """Return a sentence with what is to be thought of it."""
        known = tuple(n for n in sentence.citations if 0 < n <= len(self._passages))
        if not sentence.citations:
            return WrittenSentence(sentence.text, (), "uncited", ())
        reasons = [Reason("citation", f"[{n}]") for n in sentence.citations if n not in known]
        if len(sentence.text) > LONGEST:
            reasons.append(Reason("meaning", ""))
        cited = [self._passage(number) for number in known]
        if cited and not reasons:
            reasons += find_missing(sentence.text, [read.text for read in cited], self._lexicon)
            [vector] = self._encode([sentence.text], language_of(sentence.text))
            reasons += self._contradictions(sentence.text, vector, cited)
            if not reasons and not self._is_about(sentence.text, vector, cited):
                reasons.append(Reason("meaning", ""))
        return WrittenSentence(
            text=sentence.text,
            citations=known,
            verdict="unsupported" if reasons else "supported",
            reasons=tuple(reasons),
        )

    def _passage(self, number: int) -> _Read:
        if number not in self._read:
            passage = self._passages[number - 1].passage
            sentences = [passage.text[a:b] for a, b in split_sentences(passage.text)]
            self._read[number] = _Read(
                language=passage.language,
                is_row=passage.kind == "table-row",
                text=read_text(passage, self._lexicon),
                terms=self._terms_of(" ".join((*passage.section, passage.text))),
                sentences=tuple(fold(text).text for text in sentences),
                sentence_terms=tuple(self._terms_of(text) for text in sentences),
                vectors=self._encode(sentences, passage.language),
            )
        return self._read[number]

    def _terms_of(self, text: str) -> frozenset[str]:
        return frozenset(term.text for term in find_terms(text, self._index.gazetteer))

    def _encode(self, texts: Sequence[str], language: Language) -> Floats:
        encoder = self._index.encoder
        if language not in self._means:
            nothing = np.zeros((0, encoder.dimension), np.float32)
            self._means[language] = passage_mean(nothing, encoder, language)
        return centre(encoder.encode_passages(texts), self._means[language])

    def _contradictions(
        self, sentence: str, vector: Floats, cited: Sequence[_Read]
    ) -> list[Reason]:
        """Return what the nearest sentences of the cited passages deny, or say the other way."""
        near = self._nearest(sentence, vector, cited)
        nearest, source = near[0]
        reasons = []
        folded = _BOUNDS.sub("", fold(sentence).text)
        denial = next((f for f in find_facts(folded) if f.kind == "negation"), None)
        if denial is not None and count_denials(folded) > count_denials(nearest):
            reasons.append(Reason("negation", folded[denial.start : denial.end]))
        if _denies(self._nearest_clause(sentence, nearest, source)) > count_denials(folded):
            reasons.append(Reason("denied", ""))
        # In a row of a table, how far something is stands in a cell of its own.
        rows = [text for part in cited if part.is_row for text in part.sentences]
        read = "\n".join([*(text for text, _ in near), *rows])
        opposite = find_opposite(fold(sentence).text, read)
        if opposite is not None:
            reasons.append(Reason("opposite", opposite))
        return reasons

    def _nearest(
        self, sentence: str, vector: Floats, cited: Sequence[_Read]
    ) -> list[tuple[str, _Read]]:
        """Return the cited sentences that a sentence is nearest to, best first, with passages."""
        language = language_of(sentence)
        near = [
            (float(cosine) + self._coverage(sentence, language, [part]), text, read)
            for read in cited
            for cosine, text, terms in zip(
                read.vectors @ vector, read.sentences, read.sentence_terms, strict=True
            )
            for part in [replace(read, terms=terms)]
        ]
        near.sort(key=lambda found: -found[0])
        return [(text, read) for nearness, text, read in near if nearness >= near[0][0] - NEAR]

    def _nearest_clause(self, sentence: str, cited: str, source: _Read) -> str:
        """Return the clause of a cited sentence that has most of the words of a sentence."""
        language = language_of(sentence)

        def covered(clause: str) -> float:
            part = replace(source, terms=self._terms_of(clause))
            return self._coverage(sentence, language, [part])

        return max(_clauses(cited), key=covered, default="")

    def _is_about(self, sentence: str, vector: Floats, cited: Sequence[_Read]) -> bool:
        language = language_of(sentence)
        if self._nearness(sentence, vector, language, cited) < LEAST:
            return False
        clauses = _clauses(sentence)
        said = [c for c in clauses if len(self._terms(c, cited[0].language)) >= SHORTEST_CLAUSE]
        if len(clauses) < 2 or not said:
            return True
        return all(
            self._nearness(clause, vector, language, cited) >= LEAST_CLAUSE
            for clause, vector in zip(said, self._encode(said, language), strict=True)
        )

    def _nearness(
        self, text: str, vector: Floats, language: Language, cited: Sequence[_Read]
    ) -> float:
        """Return how near a text is to what is cited, by its meaning and by its words."""
        cosine = max(float((read.vectors @ vector).max()) for read in cited)
        return cosine + self._coverage(text, language, cited)

    def _coverage(self, text: str, language: Language, cited: Sequence[_Read]) -> float:
        """Return the share of a text's words that stand in what is cited, by what they tell."""
        own = self._postings[language]
        found = total = 0.0
        seen: set[str] = set()
        for read in cited:
            for term in self._terms(text, read.language):
                if term.text in seen:
                    continue
                seen.add(term.text)
                weight = bm25_idf(max(own.document_frequency(term.text), 1), max(own.size, 1))
                total += weight
                found += weight * any(self._has(other, term.text) for other in cited)
        return found / total if total else 1.0

    def _has(self, read: _Read, term: str) -> bool:
        postings = self._postings[read.language]
        others = find_alternatives(term, read.language, postings, self._index.translations)
        return term in read.terms or any(other in read.terms for other in others)

    def _terms(self, text: str, language: Language) -> list[Term]:
        """Return the terms of a text that carry a meaning: numbers are checked apart."""
        terms = choose_terms(find_terms(text, self._index.gazetteer), self._postings[language])
        looked_up = [f for f in find_facts(text) if f.kind in ("number", "date", "percentage")]
        return [
            term
            for term in terms
            if not _is_slight(term.text)
            and not any(fact.start <= term.start and term.end <= fact.end for fact in looked_up)
        ]


def _clauses(text: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSE_END.split(text) if clause.strip()]


def _denies(text: str) -> int:
    facts = find_facts(_BOUNDS.sub("", text))
    return sum(fact.kind == "negation" for fact in facts)


def _is_slight(term: str) -> bool:
    alone = len(term) == 1 and is_han(term)
    return alone or term in _LINKS or any(character.isdigit() for character in term)
