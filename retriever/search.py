"""An opened index, and the way from a question to cited passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.centering import centre
from indexer.corrections import Correction
from indexer.encoders import Encoder, load_encoder
from indexer.errors import ModelMismatch
from indexer.forward_index import ForwardIndex
from indexer.gazetteer import Gazetteer
from indexer.generations import open_current
from indexer.glossary_entries import GlossaryEntry, read_entries
from indexer.layout import (
    CORRECTIONS,
    EVERYDAY,
    GLOSSARY,
    NEAREST,
    PASSAGE_VECTORS,
    QUESTION_MEAN,
    SENTENCE_VECTORS,
    STORE,
    TRANSLATIONS,
    lexical_folder,
    vector_folder,
)
from indexer.lexical import Postings
from indexer.manifest import IndexedDocument, Manifest
from indexer.passages import LANGUAGES, Language, Passage
from indexer.placed_corrections import PlacedCorrection, read_placed
from indexer.store import PassageStore
from indexer.translations import Translations
from indexer.vectors import Nearest, Vectors
from retriever.candidates import find_candidates
from retriever.citations import cite, find_ancestors
from retriever.evidence import find_evidence, find_matches, sentence_scores
from retriever.fusion import fuse, references
from retriever.hits import Citation, Hit, LanguageFilter, Results, Scores
from retriever.queries import Query, read_query
from retriever.scoring import best_places, best_sentences, lexical_scores, term_weights
from retriever.support import support
from retriever.translation import Alternatives, structure


@dataclass(frozen=True, slots=True)
class Channels:
    """What is searched for one language."""

    language: Language
    postings: Postings
    forward: ForwardIndex
    passages: Vectors
    sentences: Vectors
    owners: NDArray[np.int32]
    """(n_sentences,) the passage of each sentence, ascending."""
    nearest: Nearest | None
    """Finds those that may be the best among many; None where all are scored."""
    question_mean: NDArray[np.float32]
    """(dimension,) mean vector of questions in the language."""
    everyday: NDArray[np.float32]
    """(n, dimension) unit vectors of everyday questions in it, less that mean."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index that was opened for searching; made by `open_index`. Threads may share one."""

    directory: Path
    manifest: Manifest
    documents: Mapping[str, IndexedDocument]
    """What the manifest says of each, by source; so that citing reads no texts."""
    store: PassageStore
    glossary: tuple[GlossaryEntry, ...]
    """What people wrote and what the documents define, merged."""
    gazetteer: Gazetteer
    """Finds the names of the glossary."""
    translations: Translations
    placed_corrections: tuple[PlacedCorrection, ...]
    """What people said of aligned sentences, and where these stand."""
    encoder: Encoder
    channels: tuple[Channels, ...]
    """One for each of `LANGUAGES`, in that order."""

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What people said of aligned sentences, as `retriever.alignment.align` takes it."""
        return tuple(placed.correction for placed in self.placed_corrections)

    def close(self) -> None:
        """Close its files; it cannot be searched after that."""
        self.store.close()
        self.translations.close()


def open_index(directory: Path, *, model: str | None = None) -> Index:
    """Open the index in a directory.

    Parameters
    ----------
    model
        What the caller expects the index to be made with; None for whatever it is.

    Raises
    ------
    IndexDirectoryError
        One of its kinds: nothing there, something else, another version, damage.
    ModelMismatch
        The index was made with another model, or with another state of the same.
    EncoderError
        The model of the index cannot be used here.
    """
    return open_current(
        directory, lambda manifest, folder: _open(directory, manifest, folder, model)
    )


def open_store(directory: Path) -> PassageStore:
    """Open only the documents and passages of an index, for reading.

    Raises
    ------
    IndexDirectoryError
        As `open_index`.
    """
    return open_current(directory, lambda _, folder: PassageStore.open(folder / STORE))


def _open(directory: Path, manifest: Manifest, folder: Path, model: str | None) -> Index:
    if model is not None and model != manifest.model:
        raise ModelMismatch(directory=directory, found=manifest.model, expected=model)
    encoder = load_encoder(manifest.model)
    if encoder.fingerprint != manifest.model_fingerprint:
        raise ModelMismatch(
            directory=directory,
            found=f"{manifest.model} ({manifest.model_fingerprint[:12]})",
            expected=f"{encoder.name} ({encoder.fingerprint[:12]})",
        )
    store = PassageStore.open(folder / STORE)
    channels = tuple(_open_channels(folder, language, store) for language in LANGUAGES)
    glossary = read_entries(folder / GLOSSARY)
    return Index(
        directory=directory,
        manifest=manifest,
        documents={document.source: document for document in manifest.documents},
        store=store,
        glossary=glossary,
        gazetteer=Gazetteer(glossary),
        translations=Translations.open(folder / TRANSLATIONS),
        placed_corrections=_open_corrections(manifest, folder),
        encoder=encoder,
        channels=channels,
    )


def _open_corrections(manifest: Manifest, folder: Path) -> tuple[PlacedCorrection, ...]:
    # An index that was made before there were corrections has no such file, and is sound.
    return read_placed(folder / CORRECTIONS) if CORRECTIONS in manifest.checksums else ()


def _open_channels(folder: Path, language: Language, store: PassageStore) -> Channels:
    vectors, lexical = vector_folder(folder, language), lexical_folder(folder, language)
    owners = store.sentence_owners(language)
    nearest = vectors / NEAREST
    return Channels(
        language=language,
        postings=Postings.open(lexical),
        forward=ForwardIndex.open(lexical),
        passages=Vectors.open(vectors / PASSAGE_VECTORS),
        sentences=Vectors.open(vectors / SENTENCE_VECTORS),
        owners=owners,
        nearest=Nearest.open(nearest, owners) if nearest.exists() else None,
        question_mean=np.load(vectors / QUESTION_MEAN),
        everyday=np.load(vectors / EVERYDAY),
    )


def open_glossary(directory: Path) -> tuple[GlossaryEntry, ...]:
    """Return the glossary of an index: what people wrote and what the documents define, merged.

    Raises
    ------
    IndexDirectoryError
        As `open_index`.
    """
    return open_current(directory, lambda _, folder: read_entries(folder / GLOSSARY))


def search(
    index: Index, question: str, *, top_k: int = 10, language: LanguageFilter = "all"
) -> Results:
    """Return the passages that answer a question, best first.

    Parameters
    ----------
    question
        In either language, or in both.
    top_k
        How many passages, at least 1.
    language
        Which passages: those of one language, or of both in one list.

    Raises
    ------
    EmptyQuestion, QuestionTooLong
        As `retriever.queries.read_question`.
    """
    query = read_query(question, index.encoder, index.gazetteer)
    vectors = _centred(index, query)
    scored = [
        _score(index, channels, query, vectors[channels.language], top_k)
        for channels in index.channels
        if language in ("all", channels.language) and channels.passages.size
    ]
    return Results(
        question=query.question,
        language=query.language,
        support=_support(index, scored, vectors[query.language]),
        hits=tuple(_hits(index, _rank(scored, top_k))),
    )


def cite_passage(index: Index, passage: Passage) -> Citation:
    """Return the citation of any passage of the index, headings included."""
    ancestors = find_ancestors(passage, index.store.passage)
    return cite(passage, index.documents[passage.source], ancestors)


@dataclass(frozen=True)
class _Scored:
    """The scores of the passages of one language, or of those that may be the best of many."""

    channels: Channels
    query: list[Alternatives]
    """The question for this language."""
    numbers: NDArray[np.int64]
    """(n,) of the passages that were scored, ascending."""
    owners: NDArray[np.integer]
    """(n_sentences,) the place in `numbers` of the passage of each of their sentences."""
    dense: NDArray[np.float32]
    """(n,), as `sentence`, `lexical` and `fused`."""
    sentence: NDArray[np.float32]
    sentences: NDArray[np.float32]
    """(n_sentences,) of the single sentences."""
    lexical: NDArray[np.float32]
    fused: NDArray[np.float32]

    @cached_property
    def weights(self) -> list[float]:
        """Of each term of the question."""
        return term_weights(self.channels.postings, self.query)

    @cached_property
    def wanted(self) -> dict[int, str]:
        """All that stands for a term of the question, by its number in the index."""
        number_of = self.channels.postings.number_of
        return {number_of(term): term for found in self.query for term in found.weights}


def _centred(index: Index, query: Query) -> dict[Language, NDArray[np.float32]]:
    """Return the vectors of a query less the mean of questions in its language."""
    mean = next(c.question_mean for c in index.channels if c.language == query.language)
    return {
        language: centre(vector[np.newaxis], mean)[0] for language, vector in query.vectors.items()
    }


def _score(
    index: Index, channels: Channels, query: Query, vector: NDArray[np.float32], top_k: int
) -> _Scored:
    postings = channels.postings
    structured = structure(query.terms, channels.language, postings, index.translations)
    if channels.nearest is None:
        numbers, owners = np.arange(channels.passages.size), channels.owners
        dense, sentences = channels.passages.scores(vector), channels.sentences.scores(vector)
        lexical = lexical_scores(postings, structured)
    else:
        numbers, lexical = find_candidates(
            channels.nearest, postings, vector, structured, top_k=top_k
        )
        # subtle: numbers of another type than the owners' would have all owners converted.
        wanted = numbers.astype(channels.owners.dtype)
        starts = np.searchsorted(channels.owners, wanted)
        ends = np.searchsorted(channels.owners, wanted, side="right")
        owners = np.repeat(np.arange(len(numbers)), ends - starts)
        dense = channels.passages.scores_between(vector, numbers, numbers + 1)
        sentences = channels.sentences.scores_between(vector, starts, ends)
    sentence = best_sentences(sentences, owners, len(numbers))
    fused = fuse(dense, sentence, lexical)
    return _Scored(
        channels, structured, numbers, owners, dense, sentence, sentences, lexical, fused
    )


def _support(index: Index, scored: Sequence[_Scored], vector: NDArray[np.float32]) -> float:
    if not scored:
        return 0.0
    best = max(scored, key=lambda channel: float(channel.fused.max()))
    number = int(np.argmax(best.fused))
    known = [bool(alternatives.weights) for channel in scored for alternatives in channel.query]
    return support(
        fused=float(best.fused[number]),
        sentence=float(best.sentence[number]),
        known=sum(known) / len(known) if known else 0.0,
        everyday=max(float((channels.everyday @ vector).max()) for channels in index.channels),
    )


def _rank(scored: Sequence[_Scored], top_k: int) -> list[tuple[_Scored, int, float]]:
    """Return the best passages of all languages: scores, place among these, and final score.

    Equal scores come in the order of `LANGUAGES`, then in reading order.
    """
    levels = references([channel.fused for channel in scored])
    candidates = [
        (channel, int(place), float(channel.fused[place]) - level)
        for channel, level in zip(scored, levels, strict=True)
        for place in best_places(channel.fused, top_k)
    ]
    return sorted(candidates, key=lambda candidate: -candidate[2])[:top_k]


def _hits(index: Index, ranked: Sequence[tuple[_Scored, int, float]]) -> list[Hit]:
    return [
        _hit(index, rank, channel, place, score)
        for rank, (channel, place, score) in enumerate(ranked, start=1)
    ]


def _hit(index: Index, rank: int, scored: _Scored, place: int, score: float) -> Hit:
    language, number = scored.channels.language, int(scored.numbers[place])
    passage = index.store.passage_at(language, number)
    first, end = np.searchsorted(
        scored.owners, np.array([place, place + 1], dtype=scored.owners.dtype)
    )
    found = scored.channels.forward.find(number, scored.wanted)
    sentences = index.store.sentences_of(language, number)
    cosines = scored.sentences[first:end]
    return Hit(
        rank=rank,
        score=score,
        scores=Scores(
            dense=float(scored.dense[place]),
            sentence=float(scored.sentence[place]),
            lexical=float(scored.lexical[place]),
        ),
        passage=passage,
        citation=cite_passage(index, passage),
        evidence=find_evidence(
            passage.text,
            sentences,
            sentence_scores(cosines, sentences, found, scored.query, scored.weights),
        ),
        matches=find_matches(found),
    )
