"""Receipts of citations: what was quoted and where it stood, and whether it stands there still.

A receipt outlives the index that it was made with. It is checked by its words: the passage that it
names first, then the document, then what the lexical index finds for its rarest terms.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, Literal, TypeAlias

from indexer.errors import UnknownPassage
from indexer.languages import HAN
from indexer.lexical import Postings
from indexer.markup import clean
from indexer.normalization import fold
from indexer.passages import Passage, Span
from indexer.terms import terms
from retriever.errors import UnreadableReceipt
from retriever.ranking import Channels
from retriever.search import Index

ReceiptState: TypeAlias = Literal["verbatim", "folded", "moved", "gone"]
"""How the quoted words stand in the documents: in the passage that is named, letter by letter;
there, but for what `fold_words` folds; only elsewhere; nowhere."""

RAREST: Final = 12
"""How many of the rarest terms of a quotation are looked up in the lexical index."""
COMMONEST: Final = 20_000
"""Passages of a term; one that stands in more is not looked up where there are others."""
CANDIDATES: Final = 50
"""How many passages of a language are read that have most of these terms."""

_JOINED = re.compile(rf"(?<![^\W{HAN}]) | (?![^\W{HAN}])")
"""A space that does not keep two words apart."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was quoted, and where it stood."""

    source: str
    sha256: str
    """Of the bytes of the file, in hexadecimal."""
    passage_id: str
    spans: tuple[Span, ...]
    """In the decoded source."""
    words: tuple[str, ...]
    """The quoted stretches of clean text, in order; those that do not follow each other apart."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a quotation."""

    state: ReceiptState
    passage: Passage | None
    """Where its words stand now; None where they are gone."""
    places: tuple[Span, ...]
    """Where, in the clean text of that passage, one for each of `Receipt.words`."""
    same_letters: bool
    """Whether they stand there letter by letter; of what is gone, False."""
    same_file: bool
    """Whether the document has the bytes that it had."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where they stand in the decoded source."""
        return () if self.passage is None else _source_spans(self.passage, self.places)


def make_receipt(index: Index, passage: Passage, places: Sequence[Span] = ()) -> Receipt:
    """Return the receipt of a quotation.

    Parameters
    ----------
    places
        What is quoted, as offsets into the clean text, in order; the whole passage if empty.
    """
    quoted = _joined(passage.text, places or [(0, len(passage.text))])
    return Receipt(
        source=passage.source,
        sha256=index.documents[passage.source].sha256,
        passage_id=passage.id,
        spans=_source_spans(passage, quoted),
        words=tuple(passage.text[start:end] for start, end in quoted),
    )


def _joined(text: str, places: Iterable[Span]) -> list[Span]:
    """Return stretches of a text, those in one that only white space is between."""
    joined: list[Span] = []
    for start, end in places:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def check_receipt(index: Index, receipt: Receipt) -> Checked:
    """Return whether the words of a receipt stand where it says, elsewhere, or nowhere."""
    wanted = [_Wanted(words) for words in receipt.words]
    named = _named(index, receipt)
    source = _present(index, receipt.source) if named is None else named.source
    for passage, places in _standing(index, wanted, named, source):
        same_letters = _letters(wanted, passage.text, places)
        state: ReceiptState = "moved"
        if named is not None and passage.id == named.id:
            state = "verbatim" if same_letters else "folded"
        same_file = index.documents[passage.source].sha256 == receipt.sha256
        return Checked(state, passage, places, same_letters, same_file)
    kept = index.documents.get(source or "")
    return Checked("gone", None, (), False, kept is not None and kept.sha256 == receipt.sha256)


def fold_words(text: str) -> tuple[str, list[int]]:
    """Return a text without what makes no difference to a quotation.

    Beside what `indexer.normalization.fold` folds, that is white space: one space between two
    words, none elsewhere.

    Returns
    -------
    text, places
        For each character of `text`, the offset of the one it comes from.
    """
    folded = fold(text)
    characters: list[str] = []
    places: list[int] = []
    for character, place in zip(folded.text, folded.places, strict=True):
        space = character.isspace()
        if space and (not characters or characters[-1] == " "):
            continue
        characters.append(" " if space else character)
        places.append(place)
    line = "".join(characters)
    dropped = {match.start() for match in _JOINED.finditer(line)}
    kept = [number for number in range(len(line)) if number not in dropped]
    return "".join(line[number] for number in kept), [places[number] for number in kept]


def receipt_record(receipt: Receipt) -> dict[str, Any]:
    """Return a receipt as plain values for JSON."""
    return {
        "source": receipt.source,
        "sha256": receipt.sha256,
        "passage_id": receipt.passage_id,
        "spans": [list(span) for span in receipt.spans],
        "words": list(receipt.words),
    }


def read_receipt(values: object) -> Receipt:
    """Return the receipt that `receipt_record` gave; what else is in the values is passed over.

    Raises
    ------
    UnreadableReceipt
        They are not of that form.
    """
    if not isinstance(values, dict):
        raise UnreadableReceipt()
    names = [values.get(name) for name in ("source", "sha256", "passage_id")]
    words, spans = values.get("words"), values.get("spans")
    if not isinstance(words, list) or not isinstance(spans, list) or not words:
        raise UnreadableReceipt()
    if not all(isinstance(text, str) for text in (*names, *words)) or not "".join(words).strip():
        raise UnreadableReceipt()
    source, sha256, passage_id = map(str, names)
    return Receipt(source, sha256, passage_id, tuple(map(_read_span, spans)), tuple(words))


class _Wanted:
    """Quoted words, and what they may stand as."""

    def __init__(self, words: str) -> None:
        self.words = words
        # A quotation that was pasted from the source may have its mark-up.
        bare, _ = clean(words, [(0, len(words))])
        self.folded = list(dict.fromkeys(fold_words(text)[0] for text in (words, bare)))


def _standing(
    index: Index, wanted: Sequence[_Wanted], named: Passage | None, source: str | None
) -> Iterator[tuple[Passage, tuple[Span, ...]]]:
    """Yield the passages that have the words, and where; the first is the one to take."""
    if named is not None:
        yield from _having([named], wanted)
    # Folding a whole document takes long, and the terms of the index are folded.
    if source is not None:
        passages = (
            p for p in index.store.passages(source) if all(w.words in p.text for w in wanted)
        )
        yield from _having(passages, wanted)
    found = list(_by_terms(index, " ".join(part.words for part in wanted)))
    found.sort(key=lambda passage: passage.source != source)
    yield from _having(found, wanted)


def _having(
    passages: Iterable[Passage], wanted: Sequence[_Wanted]
) -> Iterator[tuple[Passage, tuple[Span, ...]]]:
    for passage in passages:
        places = _find(wanted, passage.text)
        if places is not None:
            yield passage, places


def _find(wanted: Sequence[_Wanted], text: str) -> tuple[Span, ...] | None:
    """Return where all of some words stand in a text, letter by letter if they do so."""
    exact = [text.find(part.words) for part in wanted]
    if min(exact) >= 0:
        spans = ((at, at + len(part.words)) for at, part in zip(exact, wanted, strict=True))
        return tuple(spans)
    folded, places = fold_words(text)
    found: list[Span] = []
    for part in wanted:
        hits = [(folded.find(form), len(form)) for form in part.folded if form in folded and form]
        if not hits:
            return None
        at, length = hits[0]
        found.append((places[at], places[at + length - 1] + 1))
    return tuple(found)


def _letters(wanted: Sequence[_Wanted], text: str, places: Sequence[Span]) -> bool:
    return all(
        text[start:end] == part.words for part, (start, end) in zip(wanted, places, strict=True)
    )


def _named(index: Index, receipt: Receipt) -> Passage | None:
    try:
        return index.store.passage(receipt.passage_id)
    except UnknownPassage:
        return None


def _present(index: Index, source: str) -> str | None:
    """Return what a document is called now that was once called so."""
    if source in index.documents:
        return source
    renamed = (d.source for d in index.manifest.documents if source in d.formerly)
    return next(renamed, None)


def _by_terms(index: Index, words: str) -> Iterator[Passage]:
    """Yield passages that have many of the rarest terms of some words, those with most first."""
    wanted = list(dict.fromkeys(terms(words)))
    for channels in index.channels:
        looked_up = _rarest(channels.postings, wanted)
        numbers = _with_most(channels, looked_up)
        yield from index.store.passages_at(channels.language, numbers)


def _with_most(channels: Channels, looked_up: Sequence[str]) -> Sequence[int]:
    """Return the passages that have most of some terms, those with most first."""
    postings = channels.postings
    if channels.remote is not None:
        weights = {postings.number_of(term): 1.0 for term in looked_up}
        found: Sequence[int] = channels.remote.find_words(weights, CANDIDATES)[0].tolist()
        return found
    standing = chain.from_iterable(postings.lookup(term)[0].tolist() for term in looked_up)
    return [number for number, _ in Counter(standing).most_common(CANDIDATES)]


def _rarest(postings: Postings, wanted: Iterable[str]) -> list[str]:
    known = [(count, term) for term in wanted if (count := postings.document_frequency(term))]
    rarest = [term for _, term in sorted(known)[:RAREST]]
    seldom = [term for count, term in sorted(known)[:RAREST] if count <= COMMONEST]
    return seldom or rarest[:1]


def _source_spans(passage: Passage, places: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(span for start, end in places for span in passage.source_spans(start, end))


def _read_span(value: object) -> Span:
    if not isinstance(value, list) or len(value) != 2:
        raise UnreadableReceipt()
    start, end = value
    # subtle: true is an int to Python.
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise UnreadableReceipt()
    return start, end
