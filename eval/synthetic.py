"""Collections of any size, made of a real one: for measuring speed, not quality.

Encoding a million passages takes a day, so nothing is encoded. A synthetic passage has two real
parents. Its vector is a mixture of theirs and of noise with the covariance of the real vectors,
which keeps the distribution of cosines and the few dimensions that vectors really fill; its
sentences stand around it as those of the first parent do around theirs. Its words come from both
parents, so that words and vectors agree on the subject, from the real frequencies of words, and
from a vocabulary without end: beyond the words of a core, Zipf's law has a steeper exponent, which
makes the vocabulary grow with the text as Heaps's law has it (Gerlach and Altmann, "Stochastic
model for the vocabulary growth in natural languages", Physical Review X 3, 021006, 2013).

The files are written by what writes those of any index. What a build keeps of vectors for the
next one is left out: no search reads it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.channel_writing import translate_terms, write_channel_vectors
from indexer.checksums import checksum_files
from indexer.forward_index import ForwardWriter
from indexer.generations import building
from indexer.json_lines import write_records
from indexer.layout import CORRECTIONS, GLOSSARY, STORE, TRANSLATIONS, lexical_folder, vector_folder
from indexer.lexical import Postings
from indexer.lexical_writing import write_postings
from indexer.manifest import Counts, IndexedDocument, Manifest
from indexer.passages import LANGUAGES, Document, Language, Passage, Run, SplitDocument
from indexer.store import PassageStore
from indexer.store_writing import StoredDocument, write_store
from indexer.terms import Term
from indexer.translations import write_translations
from retriever.ranking import Channels
from retriever.search import Index

BLOCK: Final = 5_000
"""Passages that are made at once, and of which a document has a few hundred."""
DOCUMENT: Final = 200
"""Passages of a document."""
PARENTS: Final = (0.7, 0.4)
NOISE: Final = 0.6
"""What the vectors of the parents and the noise weigh in that of a passage."""
SENTENCE_NOISE: Final = 0.3
"""Of a sentence, as a share of its parent's distance from its passage."""
FROM_PARENTS: Final = (0.35, 0.5)
"""The share of words from the first parent, and from both; the rest are any words."""
TAIL: Final = 0.08
"""The share of words that lie beyond the real vocabulary, where Zipf's exponent is `STEEP`."""
STEEP: Final = 1.77
CORE: Final = 7_873
"""Words of the core, after Gerlach and Altmann; the ranks behind it spread on this scale."""

_HAN: Final = (0x4E00, 3_000)
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class _Real:
    """The passages of one language of the real collection, as the synthetic ones are made."""

    language: Language
    vectors: NDArray[np.float32]
    sentences: NDArray[np.float32]
    starts: NDArray[np.int64]
    """(passages + 1,) where the sentences of each begin."""
    vocabulary: list[str]
    """The most frequent words first."""
    frequencies: NDArray[np.float64]
    """Of these words, adding up to one."""
    words: list[NDArray[np.int64]]
    """The words of each passage as places in the vocabulary, in their order."""
    noise: NDArray[np.float32]
    """(dimension, dimension) makes standard normal rows into noise of about unit length."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Passages that are made at once."""

    first: NDArray[np.int64]
    """The first parent of each."""
    second: NDArray[np.int64]
    seed: tuple[int, ...]


def write_synthetic(real: Index, passages: int, directory: Path) -> None:
    """Write an index of synthetic passages, half of them in each language.

    Parameters
    ----------
    real
        The index of the collection that they are made of.
    passages
        How many, in both languages.
    directory
        Of the new index.

    Raises
    ------
    IndexDirectoryError
        It cannot be written.
    """
    sources, sizes = _plan(real, passages)
    with building(directory) as generation:
        folder = generation.folder
        write_store(_documents(sources, sizes), folder / STORE)
        with PassageStore.open(folder / STORE) as store:
            sentences = {name: len(store.sentence_owners(name)) for name in LANGUAGES}
            for source, channels in zip(sources, real.channels, strict=True):
                _write_terms(store, source.language, folder)
                _write_vectors(source, channels, sizes[source.language], store, folder)
        write_translations(translate_terms(folder), folder / TRANSLATIONS)
        write_records(real.glossary, folder / GLOSSARY)
        write_records((), folder / CORRECTIONS)
        generation.commit(
            Manifest(
                generation=generation.name,
                model=real.manifest.model,
                model_fingerprint=real.manifest.model_fingerprint,
                dimension=real.manifest.dimension,
                splitting=real.manifest.splitting,
                tokenization=real.manifest.tokenization,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                documents=tuple(_list_documents(sizes)),
                counts=Counts(
                    documents=sum(1 for _ in _list_documents(sizes)),
                    passages={name: {"paragraph": size} for name, size in sizes.items()},
                    sentences=sentences,
                ),
                checksums=checksum_files(folder),
            )
        )


def synthetic_documents(real: Index, passages: int) -> Iterator[StoredDocument]:
    """Yield the documents of `write_synthetic` alone."""
    return _documents(*_plan(real, passages))


def _plan(real: Index, passages: int) -> tuple[list[_Real], dict[Language, int]]:
    """Return what passages are made of, and how many of each language."""
    sources = [_read(real, channels) for channels in real.channels]
    sizes = {
        source.language: (passages + number) // len(sources)
        for number, source in enumerate(sources)
    }
    return sources, sizes


def _read(real: Index, channels: Channels) -> _Real:
    numbers = np.arange(channels.passages.size)
    vectors = channels.passages.rows(numbers)
    words = [
        [term.text for term in channels.forward.terms(int(n), channels.postings)] for n in numbers
    ]
    counts: dict[str, int] = {}
    for word in (word for found in words for word in found if " " not in word):
        counts[word] = counts.get(word, 0) + 1
    vocabulary = sorted(counts, key=lambda word: (-counts[word], word))
    places = {word: place for place, word in enumerate(vocabulary)}
    frequencies = np.array([counts[word] for word in vocabulary], dtype=float)
    every = np.concatenate([c.passages.rows(np.arange(c.passages.size)) for c in real.channels])
    values, axes = np.linalg.eigh(np.cov(every.T))
    return _Real(
        language=channels.language,
        vectors=vectors,
        sentences=channels.sentences.rows(np.arange(channels.sentences.size)),
        starts=np.searchsorted(channels.owners, np.arange(len(numbers) + 1)),
        vocabulary=vocabulary,
        frequencies=frequencies / frequencies.sum(),
        words=[np.array([places[w] for w in found if w in places] or [0]) for found in words],
        noise=(np.sqrt(np.maximum(values, 0))[:, np.newaxis] * axes.T).astype(np.float32),
    )


def _blocks(source: _Real, size: int) -> Iterator[_Block]:
    """Yield the blocks of a language; each can be made again, and alone."""
    for number, start in enumerate(range(0, size, BLOCK)):
        seed = (LANGUAGES.index(source.language), number)
        random = np.random.default_rng(seed)
        parents = random.integers(0, len(source.vectors), (2, min(BLOCK, size - start)))
        yield _Block(parents[0], parents[1], seed)


def _make_vectors(source: _Real, block: _Block) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the vectors of passages, and of their sentences in the same order."""
    random = np.random.default_rng((*block.seed, 1))
    dimension = source.vectors.shape[1]

    def noise(rows: int) -> NDArray[np.float32]:
        return random.standard_normal((rows, dimension), dtype=np.float32) @ source.noise

    passages = _unit(
        PARENTS[0] * source.vectors[block.first]
        + PARENTS[1] * source.vectors[block.second]
        + NOISE * noise(len(block.first))
    )
    owners, rows = _sentences(source, block)
    away = source.sentences[rows] - source.vectors[block.first[owners]]
    distances = np.linalg.norm(away, axis=1, keepdims=True)
    around = away + SENTENCE_NOISE * distances * noise(len(rows))
    return passages, _unit(passages[owners] + around)


def _sentences(source: _Real, block: _Block) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the passage in the block and the row of the parent of each sentence."""
    starts = source.starts[block.first]
    counts = source.starts[block.first + 1] - starts
    owners = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owners, starts[owners] + within


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    units: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return units.astype(np.float32)


def _make_texts(source: _Real, block: _Block) -> Iterator[list[str]]:
    """Yield the words of each passage."""
    random = np.random.default_rng((*block.seed, 2))
    lengths = [len(source.words[parent]) for parent in block.first]
    own = np.concatenate([source.words[parent] for parent in block.first])
    other = np.concatenate(
        [
            source.words[parent][random.integers(0, len(source.words[parent]), length)]
            for parent, length in zip(block.second, lengths, strict=True)
        ]
    )
    common = random.choice(len(source.vocabulary), len(own), p=source.frequencies)
    spread = CORE * (random.random(len(own)) ** (-1 / (STEEP - 1)) - 1)
    rare = len(source.vocabulary) + np.minimum(spread, 1e9).astype(np.int64)
    choice, beyond = random.random(len(own)), random.random(len(own)) < TAIL
    places = np.where(
        choice < FROM_PARENTS[0], own, np.where(choice < FROM_PARENTS[1], other, common)
    )
    words = [_word(source, place) for place in np.where(beyond, rare, places).tolist()]
    start = 0
    for length in lengths:
        yield words[start : start + length]
        start += length


def _word(source: _Real, place: int) -> str:
    known = len(source.vocabulary)
    if place < known:
        return source.vocabulary[place]
    letters: list[str] = []
    number = place - known
    first, base = _HAN if source.language == "zh" else (ord("a"), len(_LETTERS))
    while number or len(letters) < (2 if source.language == "zh" else 5):
        number, letter = divmod(number, base)
        letters.append(chr(first + letter))
    return "".join(letters)


def _documents(sources: list[_Real], sizes: dict[Language, int]) -> Iterator[StoredDocument]:
    for source in sources:
        made = 0
        for block in _blocks(source, sizes[source.language]):
            counts = np.diff(source.starts)[block.first].tolist()
            texts = list(zip(_make_texts(source, block), counts, strict=True))
            for start in range(0, len(texts), DOCUMENT):
                yield _document(source.language, made, texts[start : start + DOCUMENT])
                made += 1


def _document(
    language: Language, number: int, texts: list[tuple[list[str], int]]
) -> StoredDocument:
    name = _name(language, number)
    passages, sentences, lines, start = [], [], [], 0
    for place, (words, count) in enumerate(texts):
        text = " ".join(words)
        end = start + len(text)
        passages.append(
            Passage(
                id=f"{language}-{number}-{place}",
                source=name,
                kind="paragraph",
                language=language,
                label=str(place + 1),
                section=(),
                spans=((start, end),),
                text=text,
                runs=(Run(0, start, len(text)),),
            )
        )
        sentences.append(_divide(words, count))
        lines.append(text)
        start = end + 1
    document = Document(
        source=name,
        sha256="0" * 64,
        encoding="utf-8",
        text="\n".join(lines) + "\n",
        title=name,
        symbol=None,
        languages=(language,),
    )
    return StoredDocument(SplitDocument(document, (), tuple(passages), ()), tuple(sentences))


def _divide(words: list[str], count: int) -> tuple[tuple[int, int], ...]:
    """Return as many sentences as a parent has, about as long as each other."""
    ends = np.cumsum([len(word) + 1 for word in words]) - 1
    bounds = sorted({round(place) for place in np.linspace(0, len(words), count + 1)})
    spans = [
        (int(ends[low - 1]) + 1 if low else 0, int(ends[high - 1]))
        for low, high in pairwise(bounds)
    ]
    # subtle: a text of fewer words than its parent has sentences says the last one again, since
    # each vector has a sentence.
    return (*spans, *[spans[-1]] * (count - len(spans)))


def _name(language: Language, number: int) -> str:
    return f"{language}-{number}.txt"


def _list_documents(sizes: dict[Language, int]) -> Iterator[IndexedDocument]:
    for language, size in sizes.items():
        whole, rest = divmod(size, BLOCK)
        count = whole * (BLOCK // DOCUMENT) + -(-rest // DOCUMENT)
        for number in range(count):
            name = _name(language, number)
            yield IndexedDocument(name, "0" * 64, name, None, (language,))


def _write_terms(store: PassageStore, language: Language, folder: Path) -> None:
    target = lexical_folder(folder, language)
    with ForwardWriter(target) as forward:
        write_postings(_read_terms(store, language, forward), target)
        forward.number(Postings.open(target))


def _read_terms(
    store: PassageStore, language: Language, forward: ForwardWriter
) -> Iterator[list[str]]:
    for passage in store.searchable_passages(language):
        words = passage.text.split(" ")
        found, start = [], 0
        for word in words:
            found.append(Term(word, start, start + len(word)))
            start += len(word) + 1
        forward.add(found)
        yield words


def _write_vectors(
    source: _Real, channels: Channels, size: int, store: PassageStore, folder: Path
) -> None:
    owners = store.sentence_owners(source.language)
    target = vector_folder(folder, source.language)
    write_channel_vectors(
        target,
        (_make_vectors(source, block)[0] for block in _blocks(source, size)),
        (_make_vectors(source, block)[1] for block in _blocks(source, size)),
        owners,
        channels.question_mean,
        channels.everyday,
    )
