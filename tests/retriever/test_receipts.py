"""Receipts: verbatim while the words stand, and moved or gone when the documents were changed."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.build import build_index
from indexer.passages import LANGUAGES, Passage
from retriever.errors import UnreadableReceipt
from retriever.receipts import (
    Receipt,
    check_receipt,
    fold_words,
    make_receipt,
    read_receipt,
    receipt_record,
)
from retriever.search import Index, open_index

pytestmark = pytest.mark.model

HARBOUR = """# Harbour

The Harbour Watch Group keeps the lights of the harbour on at night. It has forty members.

The Fisheries Board meets on the first Monday of every month.
"""
RULES = "# 规则\n\n港灯组负责夜间照明，并每月向渔业局报告。\n"

Open = Callable[..., Index]


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Open]:
    """Writes documents, indexes them and opens the index; again for each call."""
    docs = tmp_path / "docs"
    docs.mkdir()
    with ExitStack() as opened:

        def write(**texts: str) -> Index:
            for path in docs.iterdir():
                path.unlink()
            for name, text in texts.items():
                (docs / f"{name}.md").write_text(text, encoding="utf-8")
            assert not build_index([docs], tmp_path / "index", root=tmp_path).failures
            return opened.enter_context(closing(open_index(tmp_path / "index")))

        yield write


def passage_with(index: Index, words: str) -> Passage:
    found = (p for source in index.store.sources() for p in index.store.passages(source))
    return next(passage for passage in found if words in passage.text)


def receipt_of(index: Index, words: str) -> Receipt:
    passage = passage_with(index, words)
    start = passage.text.index(words)
    return make_receipt(index, passage, [(start, start + len(words))])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_sentence_of_the_report_is_verbatim_where_its_receipt_says(
    index: Index, data: st.DataObject
) -> None:
    language = data.draw(st.sampled_from(LANGUAGES))
    number = data.draw(st.integers(0, index.store.searchable(language) - 1))
    passage = index.store.passage_at(language, number)
    sentences = index.store.sentences_of(language, number)
    chosen = data.draw(st.lists(st.sampled_from(sentences), min_size=1, max_size=2, unique=True))
    places = sorted((sentence.start, sentence.end) for sentence in chosen)
    receipt = read_receipt(
        json.loads(json.dumps(receipt_record(make_receipt(index, passage, places))))
    )
    checked = check_receipt(index, receipt)
    assert checked.state == "verbatim"
    assert checked.passage == passage
    assert checked.same_file
    covered = [span for place in places for span in passage.source_spans(*place)]
    assert all(any(low <= a and b <= high for low, high in receipt.spans) for a, b in covered)
    sentences_apart = places[-1][0] > places[0][1] + 1
    assert len(receipt.words) == (2 if sentences_apart else 1)
    # By the words alone, as of a passage whose id is lost, it is found as well.
    lost = replace(receipt, passage_id="lost", source="lost")
    elsewhere = check_receipt(index, lost)
    assert elsewhere.state == "moved"
    assert elsewhere.passage is not None
    assert all(words in elsewhere.passage.text for words in receipt.words)


@pytest.mark.parametrize(
    ("stands", "as_quoted"),
    [
        ("港灯组负责夜间照明，并每月", "港燈組負責夜間照明,並每月"),
        ("夜间照明，并每月向渔业局", "夜间 照明，\n并每月向渔业局"),
        ("keeps the lights", "keeps  the\nlights"),
        ("The Fisheries Board meets", "The **Fisheries Board** [meets](#there)"),
        ("forty members", "ｆｏｒｔｙ members"),
    ],
)
def test_what_differs_in_form_alone_is_folded(small: Index, stands: str, as_quoted: str) -> None:
    receipt = receipt_of(small, stands)
    checked = check_receipt(small, replace(receipt, words=(as_quoted,)))
    assert checked.state == "folded"
    assert checked.spans == receipt.spans


@pytest.mark.parametrize("words", ["keepsthe lights", "the light of the harbour", "Forty members"])
def test_what_differs_in_words_is_gone(small: Index, words: str) -> None:
    receipt = receipt_of(small, "keeps the lights")
    assert check_receipt(small, replace(receipt, words=(words,))).state == "gone"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("small")
    (folder / "harbour.md").write_text(HARBOUR)
    (folder / "rules.md").write_text(RULES)
    build_index([folder], folder / "index", root=folder)
    with closing(open_index(folder / "index")) as opened:
        yield opened


def test_changed_documents_move_words_or_lose_them(collection: Open) -> None:
    before = collection(harbour=HARBOUR, rules=RULES)
    keeps = receipt_of(before, "keeps the lights of the harbour on at night.")
    meets = receipt_of(before, "meets on the first Monday")
    rule = receipt_of(before, "港灯组负责夜间照明")
    report = receipt_of(before, "并每月向渔业局报告")
    board = passage_with(before, "Fisheries Board")
    after = collection(
        harbour=HARBOUR.replace("It has", "It now has").replace(
            "# Harbour\n", "# Harbour\n\nNew.\n"
        ),
        other="# 其他\n\n另有规定：港燈組負責夜間照明。\n",
    )
    # Another passage of the same document: the sentence beside it is another.
    moved = check_receipt(after, keeps)
    assert moved.state == "moved"
    assert moved.passage is not None
    assert moved.passage.id != keeps.passage_id
    assert moved.passage.source == "docs/harbour.md"
    assert not moved.same_file
    text = after.store.document("docs/harbour.md").text
    assert [text[start:end] for start, end in moved.spans] == list(keeps.words)
    # The same passage, further down.
    stays = check_receipt(after, meets)
    assert stays.state == "verbatim"
    assert stays.passage is not None
    assert stays.passage.id == board.id
    assert stays.spans[0][0] == meets.spans[0][0] + len("\nNew.\n") + len("now ")
    # Another document, in Traditional characters.
    other = check_receipt(after, rule)
    assert (other.state, other.same_letters) == ("moved", False)
    assert other.passage is not None
    assert other.passage.source == "docs/other.md"
    assert check_receipt(after, report) == replace(other, state="gone", passage=None, places=())


@pytest.mark.parametrize(
    "change",
    [
        {"words": []},
        {"words": ["  "]},
        {"words": "x"},
        {"spans": [[3, 2]]},
        {"spans": [[True, 2]]},
        {"source": None},
    ],
)
def test_what_is_no_receipt_is_refused(change: dict[str, object]) -> None:
    receipt = Receipt("a.md", "0", "a:1", ((0, 3),), ("one",))
    assert read_receipt(receipt_record(receipt) | {"more": 1}) == receipt
    with pytest.raises(UnreadableReceipt):
        read_receipt(receipt_record(receipt) | change)
    with pytest.raises(UnreadableReceipt):
        read_receipt([receipt_record(receipt)])


@settings(max_examples=50)
@given(st.text())
def test_a_folded_text_knows_where_its_characters_come_from(text: str) -> None:
    folded, places = fold_words(text)
    assert len(folded) == len(places)
    assert sorted(places) == places
    assert all(0 <= place < len(text) for place in places)
    assert not folded.startswith(" ")
    assert fold_words(f" \n{text}")[0] == folded
