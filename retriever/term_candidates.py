"""Terms that confirmed sentence pairs suggest for the glossary: a Chinese and an English one.

What stands together in pair after pair belongs together. How much more often than by chance is
told by the log-likelihood ratio (Dunning, "Accurate methods for the statistics of surprise and
coincidence", Computational Linguistics 19, 1993), and the pairs are taken from the surest down,
each term once (competitive linking: Melamed, "Models of translational equivalence among words",
Computational Linguistics 26, 2000). A pair that stands once is taken where both sides quote it, or
where it is the only name on each side that nothing explains.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Final, Literal, TypeAlias

from indexer.corrections import Correction
from indexer.gazetteer import Gazetteer
from indexer.jieba_segmenter import find_known_words, find_words
from indexer.languages import HAN
from indexer.normalization import fold
from indexer.stemming import stem
from indexer.terms import STOP_WORDS, terms

Reason: TypeAlias = Literal["together", "quoted", "names"]
Translate: TypeAlias = Callable[[str], Collection[str]]
"""Index terms of the other language that an index term may stand for."""

FEWEST: Final = 2
"""Sentence pairs in which a term must stand with the other one, unless both are quoted or names."""
LEAST_DICE: Final = 0.6
"""Of the sentence pairs that have either term, how many have both, as Dice's coefficient."""
LONGEST: Final = {"zh": 8, "en": 6}
"""Words of the longest term; jieba cuts an unknown name into characters."""
MOST: Final = 100
"""How many candidates are given."""

_HAN_RUN = re.compile(f"[{HAN}]+")
_WORDS = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*(?: [A-Za-z]+(?:['’-][A-Za-z]+)*)*")
_QUOTED = {
    "zh": re.compile(rf"[“「《『]([{HAN}]{{2,20}})[”」》』]"),
    "en": re.compile(r"[“\"‘*_]([A-Za-z][A-Za-z '’-]{2,60}?)[”\"’*_](?![A-Za-z])"),
}
_NAME = re.compile(r"\b[A-Z][\w'’-]*(?: (?:of |the |and |for )*[A-Z][\w'’-]*)+")


@dataclass(frozen=True, slots=True)
class TermCandidate:
    """A pair of terms that may be one concept."""

    zh: str
    en: str
    count: int
    """Sentence pairs that have both."""
    association: float
    """Log-likelihood ratio; higher is surer."""
    reason: Reason
    """Why it is suggested: it stands together repeatedly, is quoted, or is all that is named."""
    example: Correction
    """The first sentence pair that has both."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word or phrase, and the sentence pairs that have it."""

    text: str
    key: str
    """What tells it apart: inflected forms have the same."""
    pairs: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Known:
    """What explains a term already."""

    gazetteer: Gazetteer
    translate: Translate

    def translations(self, zh: str) -> set[str]:
        """Return all English index terms that a Chinese text may stand for."""
        return {term for word in terms(zh) for term in self.translate(word)}

    def share(self, zh: str, en: str) -> float:
        """Return how much of an English term the dictionary has for a Chinese one."""
        words = [word for word in terms(en) if word not in STOP_WORDS]
        found = self.translations(zh)
        return sum(word in found for word in words) / len(words) if words else 1.0

    def is_named(self, text: str, words: str) -> bool:
        """Tell whether words of a text are a name of the glossary, in part or with others."""
        names = (text[name.start : name.end] for name in self.gazetteer.find(text))
        return any(_overlap(name, words) for name in names)

    def has(self, zh: str, en: str) -> bool:
        """Tell whether the glossary has both as one concept."""
        return not _concepts(self.gazetteer, zh).isdisjoint(_concepts(self.gazetteer, en))


def find_term_candidates(
    corrections: Iterable[Correction], gazetteer: Gazetteer, translate: Translate
) -> tuple[TermCandidate, ...]:
    """Return the terms that confirmed sentence pairs suggest, the surest first.

    Those that stand together repeatedly come before those that stand once.

    Those are left out that the glossary has, that the dictionary explains word by word, and that
    might as well belong to another term.

    Parameters
    ----------
    corrections
        Of a collection; those that are confirmed and have both sides count.
    gazetteer
        The names of its glossary.
    translate
        Its dictionary, as `indexer.translations.Translations.of`.
    """
    pairs = [c for c in corrections if c.verdict == "confirmed" and c.zh and c.en]
    texts = [(fold("".join(c.zh)).text, fold(" ".join(c.en)).text) for c in pairs]
    known = _Known(gazetteer, translate)
    zh = _units((_chinese_phrases(text) for text, _ in texts), "")
    en = _units((_english_phrases(text) for _, text in texts), " ")
    found = [*_together(zh, en, known, len(pairs)), *_once(texts, known)]
    found.sort(key=lambda item: (item[3] != "together", -item[2], item[0].text, item[1].text))
    chosen: list[TermCandidate] = []
    for x, y, association, reason in found:
        if any(_overlap(x.text, c.zh) or _overlap(y.text, c.en) for c in chosen):
            continue
        both = x.pairs & y.pairs
        chosen.append(
            TermCandidate(x.text, y.text, len(both), association, reason, pairs[min(both)])
        )
        if len(chosen) == MOST:
            break
    return tuple(chosen)


_Found: TypeAlias = tuple[_Unit, _Unit, float, Reason]


def _together(
    zh: Sequence[_Unit], en: Sequence[_Unit], known: _Known, total: int
) -> Iterator[_Found]:
    """Yield the terms that stand together repeatedly; of equally sure ones only what is alone."""
    ranked: dict[tuple[float, float], list[tuple[_Unit, _Unit]]] = defaultdict(list)
    by_pair: dict[int, list[_Unit]] = defaultdict(list)
    for unit in en:
        for number in unit.pairs:
            by_pair[number].append(unit)
    for x in zh:
        near = Counter(y for number in sorted(x.pairs) for y in by_pair[number])
        for y, both in near.items():
            if both < FEWEST or 2 * both < LEAST_DICE * (len(x.pairs) + len(y.pairs)):
                continue
            share = known.share(x.text, y.text)
            if share < 1 and not known.has(x.text, y.text):
                ratio = log_likelihood_ratio(both, len(x.pairs), len(y.pairs), total)
                ranked[round(ratio, 6), share].append((x, y))
    used: set[str] = set()
    for (ratio, _), equals in sorted(ranked.items(), reverse=True):
        left = [(x, y) for x, y in equals if x.key not in used and y.key not in used]
        counts = Counter(key for x, y in left for key in (x.key, y.key))
        for x, y in left:
            used.update((x.key, y.key))
            if counts[x.key] == counts[y.key] == 1:
                yield x, y, ratio, "together"


def _once(texts: Sequence[tuple[str, str]], known: _Known) -> Iterator[_Found]:
    """Yield what is quoted on both sides of one sentence pair, or named on both without another."""
    total = len(texts)
    for number, (zh, en) in enumerate(texts):
        quoted = (_QUOTED["zh"].findall(zh), _QUOTED["en"].findall(en))
        named = (_unknown_words(zh, known), _unexplained_names(zh, en, known))
        choices: tuple[tuple[Reason, tuple[list[str], list[str]]], ...] = (
            ("quoted", quoted),
            ("names", named),
        )
        for reason, (x, y) in choices:
            if len(x) == len(y) == 1 and not known.has(x[0], y[0]):
                if reason == "quoted" and known.share(x[0], y[0]) == 1:
                    continue
                pairs = frozenset({number})
                ratio = log_likelihood_ratio(1, 1, 1, total)
                yield _Unit(x[0], x[0], pairs), _Unit(y[0], y[0], pairs), ratio, reason


def log_likelihood_ratio(both: int, first: int, second: int, total: int) -> float:
    """Return how surprising it is that two things stand together as often as they do.

    Parameters
    ----------
    both, first, second
        In how many places both stand, the first, and the second.
    total
        How many places there are.
    """
    table = (both, first - both, second - both, total - first - second + both)
    rows, columns = (first, total - first), (second, total - second)

    def entropy(counts: Sequence[int]) -> float:
        return sum(count * log(count / total) for count in counts if count)

    return max(2 * (entropy(table) - entropy(rows) - entropy(columns)), 0.0)


def _units(texts: Iterable[Iterable[tuple[str, str]]], joint: str) -> list[_Unit]:
    """Return the phrases that stand in enough texts, without those inside a longer one.

    A phrase is inside another where the other stands in all the same texts.
    """
    places: dict[str, set[int]] = defaultdict(set)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for number, phrases in enumerate(texts):
        for key, form in phrases:
            places[key].add(number)
            forms[key][form] += 1
    groups: dict[frozenset[int], list[str]] = defaultdict(list)
    for key, numbers in places.items():
        if len(numbers) >= FEWEST:
            groups[frozenset(numbers)].append(key)
    units: list[_Unit] = []
    for pairs, keys in groups.items():
        kept: list[str] = []
        for key in sorted(keys, key=lambda key: (-len(key), key)):
            if not any(f"{joint}{key}{joint}" in f"{joint}{other}{joint}" for other in kept):
                kept.append(key)
        for key in kept:
            form = min(forms[key].items(), key=lambda item: (-item[1], item[0]))[0]
            units.append(_Unit(form, key, pairs))
    return units


def _chinese_phrases(text: str) -> Iterator[tuple[str, str]]:
    for run in _HAN_RUN.findall(text):
        words = [word.text for word in find_known_words(run)]
        for phrase in _phrases(words, LONGEST["zh"]):
            if len("".join(phrase)) > 1:
                yield "".join(phrase), "".join(phrase)


def _english_phrases(text: str) -> Iterator[tuple[str, str]]:
    for run in _WORDS.findall(text):
        for phrase in _phrases(run.split(" "), LONGEST["en"]):
            yield " ".join(stem(word.lower()) for word in phrase), " ".join(phrase)


def _phrases(words: Sequence[str], longest: int) -> Iterator[Sequence[str]]:
    """Yield all runs of words that begin and end with one that says something."""
    full = [word.lower() not in STOP_WORDS for word in words]
    for start, begins in enumerate(full):
        for end in range(start, min(start + longest, len(words))) if begins else ():
            if full[end]:
                yield words[start : end + 1]


def _unknown_words(text: str, known: _Known) -> list[str]:
    """Return the words that no dictionary has, as jieba guesses them; names are such."""
    found: dict[str, None] = {}
    for run in _HAN_RUN.findall(text):
        characters = {word.start for word in find_known_words(run) if word.end - word.start == 1}
        for word in find_words(run):
            pieces = set(range(word.start, word.end))
            if len(pieces) > 1 and pieces <= characters and not known.translate(word.text):
                found[word.text] = None
    return [name for name in found if not known.is_named(text, name)]


def _unexplained_names(zh: str, en: str, known: _Known) -> list[str]:
    """Return the names that no word of the Chinese sentence may stand for.

    Of two words in capitals at least: one alone may begin a sentence or be a month.
    """
    found = known.translations(zh)
    names: dict[str, None] = {}
    for match in _NAME.finditer(en):
        name = match[0].removeprefix("The ")
        if " " in name and found.isdisjoint(terms(name)) and not known.is_named(en, name):
            names[name] = None
    return list(names)


def _concepts(gazetteer: Gazetteer, text: str) -> set[str]:
    """Return the concepts whose name is the whole text."""
    return {
        name.concept
        for name in gazetteer.find(fold(text).text)
        if (name.start, name.end) == (0, len(text))
    }


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one
