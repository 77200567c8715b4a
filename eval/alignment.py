"""Alignment and differences on texts of our own, beside Bertalign in the same run."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eval.bertalign import Pair, bertalign
from indexer.encoders import EMBEDDED_MODEL, Encoder, Finished, load_encoder
from indexer.passages import LANGUAGES, Language, Span
from retriever.alignment import align
from retriever.differences import Difference, differences

TEXTS: Final = Path(__file__).parent / "alignment"
NAMES: Final = ("museum", "water")
ROUNDS: Final = 6
"""Into how many copies of a text its seeds are put, so that they stand apart."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A text in both languages and which of its sentences belong together."""

    name: str
    sentences: dict[Language, list[str]]
    pairs: list[Pair]
    """Sentences of the Chinese and of the English text."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How well one system aligns all texts."""

    system: str
    strict: float
    """F1 of whole pairs; pairs with an empty side do not count, as in Vecalign's evaluation."""
    lax: float
    """F1 where a pair that shares sentences with a gold one on both sides counts as right."""
    seconds: float
    """Of the processor, on all cores, encoding included: what else runs on the machine does not
    count."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A difference to put into a text."""

    text: str
    side: Language
    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Findings:
    """How the seeded differences are found."""

    seeds: int
    found: int
    reported: int
    right: int
    missed: list[str]
    wrong: list[str]

    @property
    def recall(self) -> float:
        """Share of the seeds that are found."""
        return self.found / self.seeds

    @property
    def precision(self) -> float:
        """Share of what is reported that was seeded, or stands on one side in the gold."""
        return self.right / self.reported


def read_gold(name: str) -> Gold:
    """Return a text with its gold alignment."""
    sentences = {
        language: (TEXTS / f"{name}.{language}.txt").read_text(encoding="utf-8").splitlines()
        for language in LANGUAGES
    }
    lines = (TEXTS / f"{name}.gold.tsv").read_text(encoding="utf-8").splitlines()[1:]
    pairs = [_pair(line) for line in lines]
    return Gold(name, sentences, pairs)


def measure_alignment(encoder: Encoder | None = None, *, peer: bool = True) -> list[Quality]:
    """Return the quality of our alignment and of Bertalign's, with the same model."""
    encoder = encoder or load_encoder(EMBEDDED_MODEL)

    def ours(a: Sequence[str], b: Sequence[str], encoder: Encoder) -> list[Pair]:
        return [(found.a, found.b) for found in align(a, b, encoder)]

    systems: dict[str, Callable[[Sequence[str], Sequence[str], Encoder], list[Pair]]] = {
        "yinju": ours
    }
    if peer:
        systems["Bertalign"] = bertalign
    texts = [read_gold(name) for name in NAMES]
    rows = []
    for name, system in systems.items():
        start = time.process_time()
        found = [system(gold.sentences["zh"], gold.sentences["en"], encoder) for gold in texts]
        seconds = time.process_time() - start
        golds = [gold.pairs for gold in texts]
        rows.append(Quality(name, f1(found, golds, _same), f1(found, golds, _overlapping), seconds))
    return rows


def f1(
    found: Sequence[Sequence[Pair]],
    gold: Sequence[Sequence[Pair]],
    right: Callable[[Pair, Sequence[Pair]], bool],
) -> float:
    """Return the F1 of pairs over several texts; those with an empty side do not count."""
    counts = [0, 0, 0, 0]
    for given, wanted in zip(found, gold, strict=True):
        both = [[pair for pair in pairs if pair[0] and pair[1]] for pairs in (given, wanted)]
        counts[0] += sum(right(pair, both[1]) for pair in both[0])
        counts[1] += len(both[0])
        counts[2] += sum(right(pair, both[0]) for pair in both[1])
        counts[3] += len(both[1])
    precision, recall = counts[0] / max(counts[1], 1), counts[2] / max(counts[3], 1)
    return 2 * precision * recall / max(precision + recall, 1e-9)


def measure_differences(encoder: Encoder | None = None) -> Findings:
    """Return how the seeds are found, in `ROUNDS` copies of each text."""
    encoder = _Remembering(encoder or load_encoder(EMBEDDED_MODEL))
    total = Findings(0, 0, 0, 0, [], [])
    for name in NAMES:
        gold = read_gold(name)
        seeds = [seed for seed in _seeds() if seed.text == name]
        for first in range(ROUNDS):
            found = _round(gold, seeds[first::ROUNDS], encoder)
            total = Findings(
                total.seeds + found.seeds,
                total.found + found.found,
                total.reported + found.reported,
                total.right + found.right,
                total.missed + found.missed,
                total.wrong + found.wrong,
            )
    return total


def to_json(rows: Sequence[Quality], findings: Findings) -> str:
    """Return all measures as JSON."""
    values = {
        "alignment": [asdict(row) for row in rows],
        "differences": asdict(findings)
        | {"precision": findings.precision, "recall": findings.recall},
    }
    return json.dumps(values, ensure_ascii=False, indent=1)


def to_text(rows: Sequence[Quality], findings: Findings) -> str:
    """Return the measures for people."""
    lines = ["| | strict F1 | lax F1 | processor seconds |", "|---|---|---|---|"]
    lines += [f"| {r.system} | {r.strict:.3f} | {r.lax:.3f} | {r.seconds:.1f} |" for r in rows]
    lines += [
        "",
        f"seeded differences: {findings.seeds}, found {findings.found} "
        f"(recall {findings.recall:.2f}, precision {findings.precision:.2f})",
        *(f"  missed: {seed}" for seed in findings.missed),
        *(f"  wrong: {found}" for found in findings.wrong),
    ]
    return "\n".join(lines)


class _Remembering:
    """An encoder that encodes each text once: the copies of a text differ in few sentences."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self.name = encoder.name
        self.fingerprint = encoder.fingerprint
        self.dimension = encoder.dimension

    def encode_passages(
        self, texts: Sequence[str], finished: Finished | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of passages; see `Encoder`."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._encoder.encode_passages(new), strict=True))
        vectors = [self._vectors[text] for text in texts]
        rows = np.array(vectors, np.float32).reshape(len(texts), self.dimension)
        if finished is not None:
            finished(range(len(texts)), rows)
        return rows

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions; see `Encoder`."""
        return self._encoder.encode_queries(texts)


def _round(gold: Gold, seeds: Sequence[Seed], encoder: Encoder) -> Findings:
    kept: dict[Language, list[tuple[int, str]]] = {
        language: list(enumerate(sentences)) for language, sentences in gold.sentences.items()
    }
    units: dict[Seed, int] = {}
    for seed in seeds:
        [place] = [n for n, (_, text) in enumerate(kept[seed.side]) if seed.before in text]
        number, text = kept[seed.side][place]
        units[seed] = _unit_of(gold, seed.side, number)
        if seed.kind == "sentence":
            del kept[seed.side][place]
        else:
            kept[seed.side][place] = (number, text.replace(seed.before, seed.after))
    found = _differences(kept, encoder)
    alone = {n for n, pair in enumerate(gold.pairs) if not (pair[0] and pair[1])}
    wanted = {(unit, seed.kind) for seed, unit in units.items()}
    reported: list[tuple[tuple[int, str], Difference]] = []
    for difference, number in found:
        side: Language = "zh" if difference.side == "a" else "en"
        reported.append(((_unit_of(gold, side, number), difference.kind), difference))
    right = [key in wanted or (key[1] == "sentence" and key[0] in alone) for key, _ in reported]
    keys = {key for key, _ in reported}
    missed = [seed for seed, unit in units.items() if (unit, seed.kind) not in keys]
    return Findings(
        len(seeds),
        len(seeds) - len(missed),
        len(reported),
        sum(right),
        [f"{s.text} {s.side} {s.kind}: {s.before} > {s.after}" for s in missed],
        [
            f"{gold.name} {difference.kind}: {difference.text}"
            for (_, difference), is_right in zip(reported, right, strict=True)
            if not is_right
        ],
    )


def _differences(
    kept: dict[Language, list[tuple[int, str]]], encoder: Encoder
) -> list[tuple[Difference, int]]:
    """Return the differences, each with the number of its sentence in the unchanged text."""
    texts = {side: [text for _, text in kept[side]] for side in LANGUAGES}
    spans = {side: _spans(sentences) for side, sentences in texts.items()}
    alignments = align(texts["zh"], texts["en"], encoder)
    found = differences(
        ("\n".join(texts["zh"]), "\n".join(texts["en"])), (spans["zh"], spans["en"]), alignments
    )
    numbered = []
    for difference in found:
        side: Language = "zh" if difference.side == "a" else "en"
        [place] = [
            n for n, (start, end) in enumerate(spans[side]) if start <= difference.span[0] < end
        ]
        numbered.append((difference, kept[side][place][0]))
    return numbered


def _spans(sentences: Sequence[str]) -> list[Span]:
    spans = []
    start = 0
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    return spans


def _unit_of(gold: Gold, side: Language, number: int) -> int:
    place = LANGUAGES.index(side)
    return next(n for n, pair in enumerate(gold.pairs) if number in pair[place])


def _seeds() -> list[Seed]:
    lines = (TEXTS / "seeds.tsv").read_text(encoding="utf-8").splitlines()[1:]
    seeds = []
    for line in lines:
        text, side, kind, before, after = line.split("\t")
        seeds.append(Seed(text, "zh" if side == "zh" else "en", kind, before, after))
    return seeds


def _pair(line: str) -> Pair:
    zh, en = line.split("\t")
    return tuple(map(int, zh.split())), tuple(map(int, en.split()))


def _same(pair: Pair, pairs: Sequence[Pair]) -> bool:
    return pair in pairs


def _overlapping(pair: Pair, pairs: Sequence[Pair]) -> bool:
    return any(set(pair[0]) & set(other[0]) and set(pair[1]) & set(other[1]) for other in pairs)
