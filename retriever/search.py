"""An opened index, and the way from a question to cited passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from indexer.milvus import Milvus, connect
from indexer.passages import LANGUAGES, Language, Passage
from indexer.placed_corrections import PlacedCorrection, read_placed
from indexer.store import PassageStore
from indexer.translations import Translations
from indexer.vectors import Nearest, Vectors
from retriever.answer_candidates import Asked, find_new, read_asked
from retriever.catalogue import Catalogue
from retriever.citations import cite, find_ancestors
from retriever.evidence import (
    find_evidence,
    find_matches,
    find_quoted,
    find_row_evidence,
    prefer_wanted,
    sentence_scores,
)
from retriever.hits import Citation, Hit, LanguageFilter, Results, Scores
from retriever.queries import Query, read_query
from retriever.ranking import Channels, Ranked, Scored, rank, score_passages
from retriever.remote_channels import open_remote_channels
from retriever.reranking import RERANKED, Reranking, open_reranking, rerank
from retriever.restrictions import NO_RESTRICTIONS, Restrictions, Restrictor
from retriever.support import support
from retriever.tables import Tables


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
    tables: Tables
    """The rows of its tables, read when they are first asked for."""
    channels: tuple[Channels, ...]
    """One for each of `LANGUAGES`, in that order."""
    restrictor: Restrictor
    """Finds the passages that a restricted search is about."""
    reranking: Reranking | None = None
    """What ranks the best passages anew."""
    milvus: Milvus | None = None
    """What holds passages and vectors where these are not in the directory."""

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What people said of aligned sentences, as `retriever.alignment.align` takes it."""
        return tuple(placed.correction for placed in self.placed_corrections)

    def close(self) -> None:
        """Close its files; it cannot be searched after that."""
        self.store.close()
        self.translations.close()
        if self.milvus is not None:
            self.milvus.close()


def open_index(directory: Path, *, model: str | None = None, reranker: str | None = None) -> Index:
    """Open the index in a directory.

    Parameters
    ----------
    model
        What the caller expects the index to be made with; None for whatever it is.
    reranker
        A cross-encoder that ranks the best passages anew, as `retriever.reranking.open_reranking`
        takes it; None for none.

    Raises
    ------
    IndexDirectoryError
        One of its kinds: nothing there, something else, another version, damage.
    ModelMismatch
        The index was made with another model, or with another state of the same.
    EncoderError
        The model of the index cannot be used here, or the reranker cannot.
    """
    reranking = None if reranker is None else open_reranking(reranker)
    return open_current(
        directory,
        lambda manifest, folder: replace(
            _open(directory, manifest, folder, model), reranking=reranking
        ),
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
    glossary = read_entries(folder / GLOSSARY)
    gazetteer = Gazetteer(glossary)
    milvus = connect(manifest.stored.uri) if manifest.stored else None
    channels = tuple(
        _open_channels(folder, language, store)
        if milvus is None
        else open_remote_channels(folder, language, manifest, store, gazetteer, milvus)
        for language in LANGUAGES
    )
    row_count = sum(kinds.get("table-row", 0) for kinds in manifest.counts.passages.values())
    return Index(
        directory=directory,
        manifest=manifest,
        documents={document.source: document for document in manifest.documents},
        store=store,
        glossary=glossary,
        gazetteer=gazetteer,
        translations=Translations.open(folder / TRANSLATIONS),
        placed_corrections=_open_corrections(manifest, folder),
        encoder=encoder,
        tables=Tables(store, gazetteer, row_count),
        channels=channels,
        restrictor=Restrictor(Catalogue(store)),
        milvus=milvus,
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
    index: Index,
    question: str,
    *,
    top_k: int = 10,
    language: LanguageFilter = "all",
    restrictions: Restrictions = NO_RESTRICTIONS,
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
    restrictions
        Which of them; support is that of the best one that remains.

    Raises
    ------
    EmptyQuestion, QuestionTooLong
        As `retriever.queries.read_question`.
    RestrictionError
        As `retriever.restrictions.Restrictor.remaining`.
    """
    asked = score_question(
        index, question, language=language, restrictions=restrictions, top_k=top_k
    )
    return read_results(index, asked, top_k)


def read_results(index: Index, asked: "ScoredQuestion", top_k: int) -> Results:
    """Return the best passages of a question whose scores are known, with evidence and citations.

    Parameters
    ----------
    top_k
        At most what `score_question` was told.
    """
    return Results(
        question=asked.query.question,
        language=asked.query.language,
        support=_support(index, asked),
        hits=tuple(_hits(index, _rank(index, asked, top_k), asked.query.question)),
    )


@dataclass(frozen=True, slots=True)
class ScoredQuestion:
    """A question with the scores of all passages."""

    query: Query
    vector: NDArray[np.float32]
    """(dimension,) of the question in its own language, centred."""
    scored: list[Scored]
    """Of each language that is searched and has passages, in the order of `LANGUAGES`."""


def score_question(
    index: Index,
    question: str,
    *,
    language: LanguageFilter = "all",
    restrictions: Restrictions = NO_RESTRICTIONS,
    top_k: int | None = None,
    also: Passage | None = None,
) -> ScoredQuestion:
    """Return the scores that `search` ranks by; parameters and errors are the same.

    Parameters
    ----------
    also
        A passage that is scored in any case, where not all are.
    """
    number = None if also is None else index.store.number_of(also.id)
    query = read_query(question, index.encoder, index.gazetteer)
    remaining = index.restrictor.remaining(restrictions)
    vectors = _centred(index, query)
    scored = [
        score_passages(
            channels,
            query,
            vectors[channels.language],
            index.translations,
            None if remaining is None else remaining[channels.language],
            top_k,
            [number] if also and number is not None and also.language == channels.language else [],
        )
        for channels in index.channels
        if language in ("all", channels.language) and channels.passages.size
    ]
    return ScoredQuestion(query, vectors[query.language], scored)


def cite_passage(index: Index, passage: Passage) -> Citation:
    """Return the citation of any passage of the index, headings included."""
    ancestors = find_ancestors(passage, index.store.passage)
    return cite(passage, index.documents[passage.source], ancestors)


def _centred(index: Index, query: Query) -> dict[Language, NDArray[np.float32]]:
    """Return the vectors of a query less the mean of questions in its language."""
    mean = next(c.question_mean for c in index.channels if c.language == query.language)
    return {
        language: centre(vector[np.newaxis], mean)[0] for language, vector in query.vectors.items()
    }


def _support(index: Index, asked: ScoredQuestion) -> float:
    firsts = [(channel, int(number)) for channel in asked.scored for number in channel.best(1)]
    if not firsts:
        return 0.0
    best, number = max(firsts, key=lambda first: float(first[0].fused[first[1]]))
    known = [bool(a.weights) for channel in asked.scored for a in channel.query]
    return support(
        fused=float(best.fused[number]),
        sentence=float(best.sentence[number]),
        known=sum(known) / len(known) if known else 0.0,
        everyday=max(
            float((channels.everyday @ asked.vector).max()) for channels in index.channels
        ),
    )


def _rank(index: Index, asked: ScoredQuestion, top_k: int) -> list[Ranked]:
    """Return the best passages; where there is a reranker, after it has read the best ones."""
    if index.reranking is None:
        return rank(asked.scored, top_k)
    ranked = rank(asked.scored, max(top_k, RERANKED))
    best, rest = ranked[:RERANKED], ranked[RERANKED:]
    passages = [
        index.store.passage_at(r.scored.channels.language, int(r.scored.numbers[r.number]))
        for r in best
    ]
    scores = rerank(
        index.reranking,
        asked.query.question,
        asked.query.language,
        passages,
        np.array([r.score for r in best]),
    )
    again = [r._replace(score=float(score)) for r, score in zip(best, scores, strict=True)]
    return sorted([*again, *rest], key=lambda r: -r.score)[:top_k]


def _hits(index: Index, ranked: Sequence[Ranked], question: str) -> list[Hit]:
    asked = read_asked(question, index.gazetteer, index.translations)
    return [
        _hit(index, rank, channel, number, score, asked)
        for rank, (channel, number, score) in enumerate(ranked, start=1)
    ]


def _hit(
    index: Index, rank: int, scored: Scored, place: int, score: float, asked: Asked | None
) -> Hit:
    language, number = scored.channels.language, int(scored.numbers[place])
    passage = index.store.passage_at(language, number)
    first, end = np.searchsorted(
        scored.owners, np.array([place, place + 1], dtype=scored.owners.dtype)
    )
    found = scored.channels.forward.find(number, scored.wanted)
    sentences = index.store.sentences_of(language, number)
    cosines = scored.sentences[first:end]
    near = sentence_scores(cosines, sentences, found, scored.query, scored.weights)
    if asked is not None:
        new = find_new(passage.text, asked, index.gazetteer)
        near = prefer_wanted(near, sentences, [(c.start, c.end) for c in new])
    if passage.kind == "table-row" and sentences:
        evidence = quoted = find_row_evidence(sentences, near, _first_cell(passage))
    else:
        evidence = find_evidence(passage.text, sentences, near)
        quoted = find_quoted(passage.text, sentences, near)
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
        evidence=evidence,
        matches=find_matches(found),
        quoted=quoted,
    )


def _first_cell(passage: Passage) -> int:
    """Return where the first cell begins in the text of a row that is not its serial."""
    cells = [cell for _, cell in passage.fields if cell]
    serial = passage.label is not None and len(cells) > 1
    return passage.text.find(cells[1 if serial else 0]) if cells else 0
