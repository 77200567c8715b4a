"""Questions made from the documents themselves, of which it is known what answers them.

Known-item search: Azzopardi, de Rijke and Balog, "Building simulated queries for known-item
topics" (SIGIR 2007). What is asked for is a sentence, a heading or a name of the glossary; in the
language of the passages as it stands there, in the other one by `word_by_word`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final, Literal, TypeAlias

from indexer.gazetteer import concept_of
from indexer.lexical import bm25_idf
from indexer.passages import LANGUAGES, Language, Passage
from indexer.terms import terms
from retriever.ranking import Channels
from retriever.search import Index
from retriever.word_by_word import put_into

ProbeKind: TypeAlias = Literal["sentence", "heading", "name"]
PROBE_KINDS: Final[tuple[ProbeKind, ...]] = ("sentence", "heading", "name")

SEED: Final = 20180329
"""Of the sample: the same index is asked the same each time."""
DRAWN: Final = 8
"""How many passages are drawn for each probe that is wanted; not every one makes a probe."""
LONGEST: Final = 300
"""Code points of the longest question."""
FEWEST_TERMS: Final = 3
"""A sentence of fewer says too little to be told from others."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A question, and what answers it."""

    kind: ProbeKind
    question: str
    asked_in: Language
    wanted: Language
    """Of the passages that answer."""
    answer: str
    """What these have: the words of a sentence, a heading above them, or the term of a name."""


def make_probes(index: Index, wanted: Language, most: int) -> Iterator[Probe]:
    """Yield probes for the passages of a language, asked in either language.

    Parameters
    ----------
    most
        Of each kind in each of the two languages.
    """
    channels = index.channels[LANGUAGES.index(wanted)]
    yield from _sentences(index, channels, most)
    yield from _headings(index, channels, most)
    yield from _names(index, channels, most)


def answers(index: Index, probe: Probe) -> Callable[[int], bool]:
    """Return what tells of a passage, by its number in `Probe.wanted`, whether it answers."""
    if probe.kind == "name":
        postings = index.channels[LANGUAGES.index(probe.wanted)].postings
        having = frozenset(postings.lookup(probe.answer)[0].tolist())
        return having.__contains__

    def has(number: int) -> bool:
        passage = index.store.passage_at(probe.wanted, number)
        return probe.answer in (passage.text if probe.kind == "sentence" else passage.section)

    return has


def _sentences(index: Index, channels: Channels, most: int) -> Iterator[Probe]:
    """Yield for some passages the sentence with the rarest words."""
    made = dict.fromkeys(LANGUAGES, 0)
    for number, passage in _draw(index, channels, most):
        if _are_made(made, most):
            return
        cut = [
            passage.text[sentence.start : sentence.end][:LONGEST]
            for sentence in index.store.sentences_of(channels.language, number)
        ]
        sentences = {text: set(terms(text)) for text in cut}
        telling = {text: found for text, found in sentences.items() if len(found) >= FEWEST_TERMS}
        if telling:
            rarest = max(telling, key=lambda text: _rarity(channels, telling[text]))
            yield from _both_ways(index, "sentence", rarest, channels.language, made, most)


def _headings(index: Index, channels: Channels, most: int) -> Iterator[Probe]:
    made = dict.fromkeys(LANGUAGES, 0)
    seen: set[str] = set()
    for _, passage in _draw(index, channels, most):
        if _are_made(made, most):
            return
        heading = passage.section[-1] if passage.section else ""
        if heading not in seen and terms(heading):
            seen.add(heading)
            yield from _both_ways(index, "heading", heading, channels.language, made, most)


def _names(index: Index, channels: Channels, most: int) -> Iterator[Probe]:
    concepts = dict.fromkeys(
        concept_of(entry) for entry in index.glossary if entry.origin != "local"
    )
    standing = [name for name in concepts if channels.postings.document_frequency(name)]
    for asked_in in LANGUAGES:
        called = [
            (concept, name)
            for concept in standing
            if (name := index.gazetteer.name(concept, asked_in)) is not None
        ]
        for concept, name in Random(SEED).sample(called, min(most, len(called))):
            yield Probe("name", name, asked_in, channels.language, concept)


def _draw(index: Index, channels: Channels, most: int) -> Iterator[tuple[int, Passage]]:
    """Yield some passages with their numbers, in an order by chance that is always the same."""
    size = index.store.searchable(channels.language)
    for number in Random(SEED).sample(range(size), min(size, DRAWN * most)):
        yield number, index.store.passage_at(channels.language, number)


def _both_ways(
    index: Index, kind: ProbeKind, text: str, wanted: Language, made: dict[Language, int], most: int
) -> Iterator[Probe]:
    """Yield the probes for a text as it stands and in the other language, up to `most` of each."""
    for asked_in in LANGUAGES:
        if made[asked_in] < most:
            question = text if asked_in == wanted else put_into(index, text, asked_in)
            if question is not None:
                made[asked_in] += 1
                yield Probe(kind, question, asked_in, wanted, text)


def _are_made(made: Mapping[Language, int], most: int) -> bool:
    return all(count >= most for count in made.values())


def _rarity(channels: Channels, found: set[str]) -> float:
    """Return the mean inverse document frequency of terms: a sum would choose the longest."""
    frequency = channels.postings.document_frequency
    return sum(bm25_idf(frequency(term), channels.postings.size) for term in found) / len(found)
