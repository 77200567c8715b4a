"""Terms from confirmed pairs: what stands together, what is quoted, what is named."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.alignment import read_gold
from indexer.corrections import Correction
from indexer.dictionary import read_dictionary
from indexer.gazetteer import Gazetteer
from indexer.glossary_entries import GlossaryEntry
from indexer.terms import terms as find
from indexer.translations import translate
from retriever.term_candidates import MOST, find_term_candidates, log_likelihood_ratio

NONE = Gazetteer([])


def unknown(term: str) -> tuple[str, ...]:
    return ()


def confirmed(*pairs: tuple[str, str]) -> list[Correction]:
    return [Correction("confirmed", (zh,), (en,)) for zh, en in pairs]


def gold(name: str) -> list[Correction]:
    text = read_gold(name)
    zh, en = text.sentences["zh"], text.sentences["en"]
    return [
        Correction("confirmed", tuple(zh[n] for n in a), tuple(en[n] for n in b))
        for a, b in text.pairs
        if a and b
    ]


REPEATED = confirmed(
    ("蓝港管理处每周一开会。", "The Blue Harbour Office meets on Mondays."),
    ("昨天下雨。", "It rained yesterday."),
    ("渔船由蓝港管理处登记。", "Boats are registered by the Blue Harbour Office."),
    ("天气很好。", "The weather is fine."),
)


def test_what_stands_together_is_found_in_full() -> None:
    [found] = find_term_candidates(REPEATED, NONE, unknown)
    assert (found.zh, found.en, found.count) == ("蓝港管理处", "Blue Harbour Office", 2)
    assert found.reason == "together"
    assert found.example == REPEATED[0]


def test_rejected_pairs_and_lone_sentences_suggest_nothing() -> None:
    rejected = [Correction("rejected", c.zh, c.en) for c in REPEATED]
    alone = [Correction("confirmed", c.zh, ()) for c in REPEATED]
    assert find_term_candidates([*rejected, *alone], NONE, unknown) == ()


def test_what_the_glossary_or_the_dictionary_has_is_left_out() -> None:
    entry = GlossaryEntry(("蓝港管理处",), ("Blue Harbour Office",), (), "glossary", "g:1")
    assert find_term_candidates(REPEATED, Gazetteer([entry]), unknown) == ()
    words = {"管理": ("blue", "harbour"), "管理处": ("offic",)}
    assert find_term_candidates(REPEATED, NONE, lambda term: words.get(term, ())) == ()


def test_what_might_as_well_belong_to_another_is_left_out() -> None:
    twice = confirmed(
        ("铜镜和木箱都在。", "The mirror is here, and so is the crate."),
        ("昨天下雨。", "It rained yesterday."),
        ("木箱、铜镜。", "A crate; a mirror."),
        ("天气很好。", "The weather is fine."),
    )
    assert find_term_candidates(twice, NONE, unknown) == ()


def test_what_both_sides_quote_is_found_once() -> None:
    [found] = find_term_candidates(
        confirmed(("这叫“和平长廊”。", "It is called the “corridor of peace”."), ("雨。", "Rain.")),
        NONE,
        unknown,
    )
    assert (found.zh, found.en, found.reason) == ("和平长廊", "corridor of peace", "quoted")


def test_the_only_names_are_found_once() -> None:
    pairs = confirmed(
        ("第一任馆长是沈若谷。", "The first director was Shen Ruogu."), ("下雨。", "It rained.")
    )
    dictionary = {"馆长": ("director",)}
    [found] = find_term_candidates(pairs, NONE, lambda term: dictionary.get(term, ()))
    assert (found.zh, found.en, found.reason) == ("沈若谷", "Shen Ruogu", "names")


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        (
            "museum",
            {("临江市博物馆", "Linjiang City Museum"), ("常设展览", "permanent exhibition")},
        ),
        ("water", {("立方米", "cubic metres"), ("河城", "Hecheng")}),
    ],
)
def test_terms_of_our_own_texts_are_found(name: str, terms: set[tuple[str, str]]) -> None:
    pairs = gold(name)
    dictionary = translate(
        read_dictionary(),
        {term for pair in pairs for term in find("".join(pair.zh))},
        {term for pair in pairs for term in find(" ".join(pair.en))},
    )

    def look_up(term: str) -> Mapping[str, float]:
        return dictionary.get(term, {})

    found = find_term_candidates(pairs, NONE, look_up)
    assert terms <= {(candidate.zh, candidate.en) for candidate in found}
    assert len(found) <= MOST
    assert found == find_term_candidates(pairs, NONE, look_up)
    ranks = [(candidate.count > 1, candidate.association) for candidate in found]
    assert ranks == sorted(ranks, reverse=True)
    for candidate in found:
        both = [
            c
            for c in pairs
            if candidate.zh in "".join(c.zh) and candidate.en.lower() in " ".join(c.en).lower()
        ]
        assert candidate.example in both or candidate.count >= 2


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.text("水山的、“”", max_size=8), st.text("ab A.'“”", max_size=9))))
def test_any_text_is_taken(pairs: list[tuple[str, str]]) -> None:
    for candidate in find_term_candidates(confirmed(*pairs), NONE, unknown):
        assert candidate.count >= 1


def test_the_ratio_is_nothing_where_nothing_is_surprising() -> None:
    assert log_likelihood_ratio(1, 2, 2, 4) == pytest.approx(0)
    assert log_likelihood_ratio(4, 4, 4, 4) == pytest.approx(0)
    # Dunning's table 1: `the swiss` against all other pairs of words.
    assert log_likelihood_ratio(110, 110 + 111, 110 + 2442, 31777) == pytest.approx(270.7, abs=0.1)
