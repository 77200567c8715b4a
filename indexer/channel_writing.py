"""Writes the channels of a generation: terms, translations and vectors of all passages."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import write_array
from indexer.centering import centre, passage_mean, question_mean
from indexer.dictionary import read_dictionary
from indexer.everyday import EVERYDAY_QUESTIONS
from indexer.forward_index import ForwardWriter
from indexer.gazetteer import Gazetteer
from indexer.glossary_entries import GlossaryEntry
from indexer.json_lines import write_records
from indexer.known_terms import KnownTerms
from indexer.layout import (
    EVERYDAY,
    GLOSSARY,
    NEAREST,
    PASSAGE_VECTORS,
    QUESTION_MEAN,
    SENTENCE_VECTORS,
    TRANSLATIONS,
    lexical_folder,
    vector_folder,
)
from indexer.lexical import Postings, write_postings
from indexer.passages import LANGUAGES, Language, Passage, Span
from indexer.progress import Progress
from indexer.remembering import RememberingEncoder
from indexer.store_writing import StoredDocument
from indexer.terms import find_terms, terms
from indexer.translations import translate, write_translations
from indexer.vectors import write_nearest, write_vectors

Searchable: TypeAlias = list[tuple[Passage, tuple[Span, ...]]]
"""The passages of a language that can be found, in the order of their numbers, each with its
sentences as spans of its clean text."""

SCORED_AT_ONCE: Final = 50_000
"""Vectors of a language, of passages and of sentences, up to which a search scores all of them;
beyond that it takes longer than finding those that may be the best ones first."""


def searchable(documents: Sequence[StoredDocument], language: Language) -> Searchable:
    """Return the passages of a language that can be found: all but headings."""
    return [
        (passage, sentences)
        for stored in documents
        for passage, sentences in zip(stored.split.passages, stored.sentences, strict=True)
        if passage.language == language and passage.kind != "heading"
    ]


def index_terms(passage: Passage, gazetteer: Gazetteer | None = None) -> list[str]:
    """Return the terms that a passage is found by: those of its text and of its headings.

    A table row alone does not say that it belongs to pillar II.
    """
    return [*terms(passage.text, gazetteer), *_heading_terms(passage, gazetteer)]


def _heading_terms(passage: Passage, gazetteer: Gazetteer | None) -> list[str]:
    return [term for heading in passage.section for term in terms(heading, gazetteer)]


def write_terms(
    passages: dict[Language, Searchable],
    glossary: Sequence[GlossaryEntry],
    folder: Path,
    known: Mapping[Language, KnownTerms] = MappingProxyType({}),
) -> None:
    """Write the glossary, the terms of each language both ways, and what translates them.

    Parameters
    ----------
    passages
        Of each language.
    glossary
        Whose names are found.
    folder
        Of the generation.
    known
        Terms that were found before by the same rules and the same glossary.

    Raises
    ------
    OSError
        A file cannot be written.
    """
    write_records(glossary, folder / GLOSSARY)
    gazetteer = Gazetteer(glossary)
    vocabularies: dict[Language, set[str]] = {}
    for language in LANGUAGES:
        target = lexical_folder(folder, language)
        forward = ForwardWriter()
        write_postings(
            _read_terms(passages[language], gazetteer, forward, known.get(language)), target
        )
        postings = Postings.open(target)
        forward.write(postings, target)
        vocabularies[language] = set(postings.vocabulary())
    translations = translate(read_dictionary(), vocabularies["zh"], vocabularies["en"])
    write_translations(translations, folder / TRANSLATIONS)


def _read_terms(
    passages: Searchable, gazetteer: Gazetteer, forward: ForwardWriter, known: KnownTerms | None
) -> Iterator[list[str]]:
    """Yield the terms of each passage, those of its text on the way to the forward index."""
    above: dict[tuple[str, ...], list[str]] = {}
    for passage, _ in passages:
        found = known.of(passage.text) if known else None
        if found is None:
            found = find_terms(passage.text, gazetteer)
        forward.add(found)
        if passage.section not in above:
            above[passage.section] = _heading_terms(passage, gazetteer)
        yield [*(term.text for term in found), *above[passage.section]]


def write_all_vectors(
    passages: dict[Language, Searchable],
    encoder: RememberingEncoder,
    folder: Path,
    progress: Progress,
) -> None:
    """Encode passages and sentences, and write their vectors less the mean of their language.

    Parameters
    ----------
    encoder
        What it knows is not encoded again.

    Raises
    ------
    OSError
        A file cannot be written.
    """
    texts = [
        text
        for found in passages.values()
        for passage, sentences in found
        for text in (passage.text, *(passage.text[start:end] for start, end in sentences))
    ]
    fresh = len(encoder.find_fresh(texts))
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress("encode", done, fresh)

    progress("encode", 0, fresh)
    encoder.encode_passages(texts, advance)
    for language, found in passages.items():
        _write_vectors(vector_folder(folder, language), language, found, encoder)


def _write_vectors(
    target: Path, language: Language, found: Searchable, encoder: RememberingEncoder
) -> None:
    texts = [passage.text for passage, _ in found]
    passages = encoder.encode_passages(texts)
    sentences = encoder.encode_passages(
        [passage.text[start:end] for passage, spans in found for start, end in spans]
    )
    owners = [number for number, (_, spans) in enumerate(found) for _ in spans]
    mean = question_mean(encoder, language, texts)
    write_channel_vectors(
        target,
        centre(passages, passage_mean(passages, encoder, language)),
        centre(sentences, passage_mean(sentences, encoder, language)),
        np.array(owners, dtype=np.int32),
        mean,
        centre(encoder.encode_queries(EVERYDAY_QUESTIONS[language]), mean),
    )


def write_channel_vectors(
    target: Path,
    passages: NDArray[np.float32],
    sentences: NDArray[np.float32],
    owners: NDArray[np.int32],
    mean: NDArray[np.float32],
    everyday: NDArray[np.float32],
) -> None:
    """Write all vectors of a language.

    Parameters
    ----------
    target
        Its folder, `indexer.layout.vector_folder`.
    passages, sentences : ndarray of float32, shape (n, dimension)
        Unit rows, centred, by the numbers of passages and in the order of sentences.
    owners : ndarray of int32, shape (sentences,)
        The passage of each sentence.
    mean : ndarray of float32, shape (dimension,)
        Of questions.
    everyday : ndarray of float32, shape (m, dimension)
        Everyday questions less that mean.

    Raises
    ------
    OSError
        A file cannot be written.
    """
    write_vectors(passages, target / PASSAGE_VECTORS)
    write_vectors(sentences, target / SENTENCE_VECTORS)
    # An odd dimension cannot be cut to pairs; no model that is known has one.
    if len(passages) + len(sentences) > SCORED_AT_ONCE and passages.shape[1] % 2 == 0:
        write_nearest(passages, sentences, owners, target / NEAREST)
    for name, array in ((QUESTION_MEAN, mean), (EVERYDAY, everyday)):
        write_array(target / name, array)
