"""Writes the channels of a generation: terms, translations and vectors of all passages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

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
from indexer.lexical import Postings
from indexer.lexical_writing import write_postings
from indexer.passages import LANGUAGES, Language, Passage
from indexer.progress import Progress
from indexer.remembering import RememberingEncoder
from indexer.store import PassageStore
from indexer.store_records import SearchText
from indexer.terms import find_terms, terms
from indexer.text_keys import Keys
from indexer.text_vectors import TextVectors, in_blocks
from indexer.translations import translate, write_translations
from indexer.vector_files import write_vector_blocks
from indexer.vectors import Vectors, write_nearest

SCORED_AT_ONCE: Final = 50_000
"""Vectors of a language, of passages and of sentences, up to which a search scores all of them;
beyond that it takes longer than finding those that may be the best ones first."""


def index_terms(passage: Passage, gazetteer: Gazetteer | None = None) -> list[str]:
    """Return the terms that a passage is found by: those of its text and of its headings.

    A table row alone does not say that it belongs to pillar II.
    """
    return [*terms(passage.text, gazetteer), *_heading_terms(passage.section, gazetteer)]


def _heading_terms(section: Sequence[str], gazetteer: Gazetteer | None) -> list[str]:
    return [term for heading in section for term in terms(heading, gazetteer)]


def write_terms(
    store: PassageStore,
    glossary: Sequence[GlossaryEntry],
    folder: Path,
    known: Mapping[Language, KnownTerms] = MappingProxyType({}),
) -> None:
    """Write the glossary, the terms of each language both ways, and what translates them.

    Parameters
    ----------
    store
        Has the passages.
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
    for language in LANGUAGES:
        target = lexical_folder(folder, language)
        texts = store.search_texts(language)
        with ForwardWriter(target) as forward:
            write_postings(_read_terms(texts, gazetteer, forward, known.get(language)), target)
            forward.number(Postings.open(target))
    write_translations(translate_terms(folder), folder / TRANSLATIONS)


def translate_terms(folder: Path) -> dict[str, dict[str, float]]:
    """Return the translations of the terms of a generation, whose postings are written."""
    entries = read_dictionary()
    translated: dict[Language, set[str]] = {
        "zh": {entry.word for entry in entries},
        "en": {term for entry in entries for gloss in entry.glosses for term in gloss},
    }
    # Of the vocabulary, which grows with the collection, only what the dictionary knows is kept.
    for language in LANGUAGES:
        vocabulary = Postings.open(lexical_folder(folder, language)).vocabulary()
        translated[language] = translated[language].intersection(vocabulary)
    return translate(entries, translated["zh"], translated["en"])


def _read_terms(
    texts: Iterable[SearchText],
    gazetteer: Gazetteer,
    forward: ForwardWriter,
    known: KnownTerms | None,
) -> Iterator[list[str]]:
    """Yield the terms of each passage, those of its text on the way to the forward index."""
    section: tuple[str, ...] = ()
    above: list[str] = []
    for text in texts:
        found = known.of(text.text) if known else None
        if found is None:
            found = find_terms(text.text, gazetteer)
        forward.add(found)
        # The passages below the same headings mostly come one after the other.
        if text.section != section:
            section, above = text.section, _heading_terms(text.section, gazetteer)
        yield [*(term.text for term in found), *above]


def write_all_vectors(
    store: PassageStore,
    encoder: RememberingEncoder,
    vectors: TextVectors,
    folder: Path,
    progress: Progress,
) -> None:
    """Encode passages and sentences, and write their vectors less the mean of their language.

    Parameters
    ----------
    store
        Has the passages.
    encoder
        Encodes the texts that have no vector.
    vectors
        Of `texts_to_encode`.
    folder
        Of the generation.

    Raises
    ------
    OSError
        A file cannot be written.
    """
    encode_missing(texts_to_encode(store), encoder, vectors, progress)
    for language in LANGUAGES:
        _write_vectors(vector_folder(folder, language), language, store, vectors, encoder)


def encode_missing(
    texts: Iterable[str], encoder: RememberingEncoder, vectors: TextVectors, progress: Progress
) -> None:
    """Encode those of the texts of `vectors` that have no vector, which then have one.

    Raises
    ------
    OSError
        A file cannot be written.
    """
    fresh, done = vectors.count_missing(), 0
    progress("encode", 0, fresh)
    for block in in_blocks(texts):
        missing, keys = vectors.find_missing(block)

        def finish(numbers: Sequence[int], rows: NDArray[np.float32], keys: Keys = keys) -> None:
            nonlocal done
            vectors.take(keys[list(numbers)], rows)
            done += len(numbers)
            progress("encode", done, fresh)

        if missing:
            encoder.encode_fresh(missing, keys, finish)


def texts_to_encode(store: PassageStore) -> Iterator[str]:
    """Yield the text of each searchable passage and of each of its sentences."""
    for language in LANGUAGES:
        for found in store.search_texts(language):
            yield found.text
            yield from found.sentence_texts


def _write_vectors(
    target: Path,
    language: Language,
    store: PassageStore,
    vectors: TextVectors,
    encoder: RememberingEncoder,
) -> None:
    def passages() -> Iterator[str]:
        return (found.text for found in store.search_texts(language))

    def sentences() -> Iterator[str]:
        return (text for found in store.search_texts(language) for text in found.sentence_texts)

    mean = passage_mean(map(vectors.of, in_blocks(passages())), encoder, language)
    of_sentences = passage_mean(map(vectors.of, in_blocks(sentences())), encoder, language)
    asked = question_mean(encoder, language, passages())
    write_channel_vectors(
        target,
        (centre(vectors.of(block), mean) for block in in_blocks(passages())),
        (centre(vectors.of(block), of_sentences) for block in in_blocks(sentences())),
        store.sentence_owners(language),
        asked,
        centre(encoder.encode_queries(EVERYDAY_QUESTIONS[language]), asked),
    )


def write_channel_vectors(
    target: Path,
    passages: Iterable[NDArray[np.float32]],
    sentences: Iterable[NDArray[np.float32]],
    owners: NDArray[np.int32],
    mean: NDArray[np.float32],
    everyday: NDArray[np.float32],
) -> None:
    """Write all vectors of a language.

    Parameters
    ----------
    target
        Its folder, `indexer.layout.vector_folder`.
    passages, sentences : iterable of ndarray of float32, shape (n, dimension)
        Unit rows, centred, by the numbers of passages and in the order of sentences, in blocks.
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
    dimension = len(mean)
    write_vector_blocks(passages, dimension, target / PASSAGE_VECTORS)
    write_vector_blocks(sentences, dimension, target / SENTENCE_VECTORS)
    of_passages = Vectors.open(target / PASSAGE_VECTORS)
    of_sentences = Vectors.open(target / SENTENCE_VECTORS)
    # An odd dimension cannot be cut to pairs; no model that is known has one.
    if of_passages.size + of_sentences.size > SCORED_AT_ONCE and dimension % 2 == 0:
        write_nearest(of_passages, of_sentences, owners, target / NEAREST)
    for name, array in ((QUESTION_MEAN, mean), (EVERYDAY, everyday)):
        write_array(target / name, array)
