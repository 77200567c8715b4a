from ui.document_finding import MOST, FoundThere, find_words


def test_case_width_and_traditional_characters_make_no_difference() -> None:
    texts = ["Counter-TERRORISM and terrorism.", "打擊恐怖主義；恐怖主义", "ＵＮＯＣＴ", "nothing"]
    assert find_words(texts, "terrorism") == (2, [FoundThere(0, ("TERRORISM", "terrorism"))])
    assert find_words(texts, "恐怖主義") == (2, [FoundThere(1, ("恐怖主義", "恐怖主义"))])
    assert find_words(texts, " unoct ") == (1, [FoundThere(2, ("ＵＮＯＣＴ",))])


def test_what_is_found_is_told_as_it_stands_behind_characters_that_become_several() -> None:
    assert find_words(["ﬁnal ﬁgure, Straße 5"], "STRASSE") == (1, [FoundThere(0, ("Straße",))])


def test_all_places_are_counted_and_the_first_are_told() -> None:
    count, found = find_words(["a a a"] * MOST, "A")
    assert count == 3 * MOST
    assert sum(len(there.texts) for there in found) == MOST


def test_nothing_is_found_of_nothing() -> None:
    assert find_words(["a  b", "²"], "   ") == (0, [])
    assert find_words(["a b²"], "²") == (0, [])
