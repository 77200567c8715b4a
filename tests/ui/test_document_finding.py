from pathlib import Path

import pytest

from retriever.search import open_index
from ui.document_finding import (
    MOST,
    FoldedTexts,
    FoundThere,
    find_words,
    fold_texts,
    read_texts,
)
from ui.kept_documents import KeptDocuments


def test_case_width_and_traditional_characters_make_no_difference() -> None:
    texts = ["Counter-TERRORISM and terrorism.", "打擊恐怖主義；恐怖主义", "ＵＮＯＣＴ", "nothing"]
    assert find_words(fold_texts(texts), "terrorism") == (
        2,
        [FoundThere(0, ("TERRORISM", "terrorism"))],
    )
    assert find_words(fold_texts(texts), "恐怖主義") == (
        2,
        [FoundThere(1, ("恐怖主義", "恐怖主义"))],
    )
    assert find_words(fold_texts(texts), " unoct ") == (1, [FoundThere(2, ("ＵＮＯＣＴ",))])


def test_what_is_found_is_told_as_it_stands_behind_characters_that_become_several() -> None:
    assert find_words(fold_texts(["ﬁnal ﬁgure, Straße 5"]), "STRASSE") == (
        1,
        [FoundThere(0, ("Straße",))],
    )


def test_all_places_are_counted_and_the_first_are_told() -> None:
    count, found = find_words(fold_texts(["a a a"] * MOST), "A")
    assert count == 3 * MOST
    assert sum(len(there.texts) for there in found) == MOST


def test_nothing_is_found_of_nothing() -> None:
    assert find_words(fold_texts(["a  b", "²"]), "   ") == (0, [])
    assert find_words(fold_texts(["a b²"]), "²") == (0, [])


@pytest.mark.model
def test_documents_that_were_looked_through_last_are_kept(
    parallel_index: Path,
) -> None:
    def keep(most: int) -> KeptDocuments[FoldedTexts]:
        return KeptDocuments(read_texts, most, lambda texts: texts.size)

    index = open_index(parallel_index)
    kept = keep(1_000_000)
    museum, water = (kept.of(index, source) for source in ("museum.zh.md", "water.en.md"))
    assert museum.texts == index.store.texts("museum.zh.md")
    assert kept.of(index, "museum.zh.md") is museum
    assert kept.of(index, "water.en.md") is water
    kept = keep(water.size)
    museum, water = (kept.of(index, source) for source in ("museum.zh.md", "water.en.md"))
    assert kept.of(index, "water.en.md") is water
    assert kept.of(index, "museum.zh.md") is not museum
    # The one that is looked through now, however long it is.
    kept = keep(1)
    again = kept.of(index, "museum.zh.md")
    assert kept.of(index, "museum.zh.md") is again
    index.close()
