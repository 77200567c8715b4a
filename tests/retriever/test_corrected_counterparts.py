"""Counterparts where people corrected alignments: confirmed first, rejected never."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.build import build_index
from indexer.corrections import Correction, write_corrections
from indexer.passages import Passage
from retriever.compared_texts import TextReader
from retriever.counterparts import Counterpart, SentencePair, find_counterparts
from retriever.search import open_index
from retriever.section_counterparts import find_section_counterparts
from retriever.sides import Side, compare_sides, find_coverage

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

TEXT = """\
# 供水

水库建于1962年。它可以蓄水三千万立方米。

# 酸面包

酵种里住着野生酵母和乳酸菌，面包因此发酸。

# Water supply

The reservoir was built in 1962. It can hold 30 million cubic metres of water.

# Bicycle chains

Wipe the chain with a rag. Put a drop of oil on every link.
"""
ZH = ("水库建于1962年。", "它可以蓄水三千万立方米。")
EN = ("The reservoir was built in 1962.", "It can hold 30 million cubic metres of water.")
CHAIN = ("Wipe the chain with a rag.", "Put a drop of oil on every link.")

Open = Callable[..., TextReader]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corrected")
    (folder / "text.md").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def corrected(folder: Path) -> Iterator[Open]:
    opened: list[TextReader] = []

    def build(*corrections: Correction) -> TextReader:
        (folder / "corrections.tsv").unlink(missing_ok=True)
        if corrections:
            write_corrections(folder / "corrections.tsv", corrections)
        build_index([folder], folder / "index", root=folder)
        opened.append(TextReader(open_index(folder / "index")))
        return opened[-1]

    yield build
    for reader in opened:
        reader.index.close()


def passage(reader: TextReader, words: str) -> Passage:
    return next(p for p in reader.index.store.passages("text.md") if words in p.text)


def texts(pair: SentencePair) -> tuple[str, str, float]:
    a, b = pair.a.text[slice(*pair.a_sentence)], pair.b.text[slice(*pair.b_sentence)]
    return a, b, pair.score


def heads(found: tuple[Counterpart, ...]) -> list[str]:
    return [counterpart.passage.text.split(".")[0] for counterpart in found]


def test_what_is_confirmed_comes_first_with_certainty(corrected: Open) -> None:
    reader = corrected()
    assert heads(find_counterparts(reader, passage(reader, "水库"))) == [EN[0][:-1]]
    assert find_counterparts(reader, passage(reader, "酵种")) == ()
    bread = passage(reader, "酵种").text
    reader = corrected(
        Correction("confirmed", (bread,), CHAIN), Correction("confirmed", ZH, EN[:1])
    )
    for words, other in (("酵种", "Wipe"), ("Wipe", "酵种")):
        [found] = find_counterparts(reader, passage(reader, words))
        assert (found.rank, found.score) == (1, 1.0)
        assert other in found.passage.text
        [pair] = found.pairs
        zh, en, score = texts(pair) if words == "酵种" else (*texts(pair)[1::-1], pair.score)
        assert (zh, en, score) == (bread, " ".join(CHAIN), 1.0)
    [found] = find_counterparts(reader, passage(reader, "水库"))
    assert [texts(pair) for pair in found.pairs] == [("".join(ZH), EN[0], 1.0)]
    sections = find_section_counterparts(reader, passage(reader, "酸面包").id)
    assert heads(sections)[0] == "Bicycle chains"
    assert [texts(pair) for pair in sections[0].pairs] == [(bread, " ".join(CHAIN), 1.0)]
    sides = compare_sides(reader, Side("zh"), Side("en"))
    assert all(coverage.score > 0.9 for coverage in find_coverage(reader.index.store, sides))


def test_what_is_rejected_is_never_given(corrected: Open) -> None:
    rejected = [Correction("rejected", (zh,), (en,)) for zh in ZH for en in EN]
    reader = corrected(rejected[0])
    [found] = find_counterparts(reader, passage(reader, "水库"))
    assert [texts(pair)[:2] for pair in found.pairs] == [(ZH[1], EN[1])]
    reader = corrected(*rejected)
    for words in ("水库", "reservoir"):
        assert find_counterparts(reader, passage(reader, words)) == ()
    for heading in ("供水", "Water supply"):
        for counterpart in find_section_counterparts(reader, passage(reader, heading).id):
            assert all({texts(p)[0], texts(p)[1]} & {*ZH, *EN} == set() for p in counterpart.pairs)


def test_a_sentence_without_counterpart_is_in_no_pair(corrected: Open) -> None:
    reader = corrected(Correction("confirmed", (ZH[0],), ()))
    [found] = find_counterparts(reader, passage(reader, "水库"))
    assert [texts(pair)[:2] for pair in found.pairs] == [(ZH[1], EN[1])]
    reader = corrected(Correction("confirmed", (ZH[0],), ()), Correction("confirmed", (), EN[1:]))
    assert ZH[0] not in str(
        [texts(p) for c in find_counterparts(reader, passage(reader, "水库")) for p in c.pairs]
    )


def test_corrections_elsewhere_change_nothing(corrected: Open) -> None:
    reader = corrected()
    before = find_counterparts(reader, passage(reader, "水库"))
    reader = corrected(Correction("confirmed", ("别的。",), (CHAIN[0],)))
    now = find_counterparts(reader, passage(reader, "水库"))
    assert [[texts(p)[:2] for p in c.pairs] for c in now] == [
        [texts(p)[:2] for p in c.pairs] for c in before
    ]
    assert [c.score for c in now] == pytest.approx([c.score for c in before])
