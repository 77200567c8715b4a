"""How well statements are checked against the passage they cite: ``python -m eval written``."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

from eval.gold import SECOND
from indexer.build import build_index
from indexer.languages import language_of
from indexer.passages import Passage
from retriever.search import cite_passage, open_index
from retriever.sentence_support import SupportChecker
from retriever.written import CitedSentence, ShownPassage

STATEMENTS: Final = Path("eval/written.jsonl")
"""About the report."""
SECOND_STATEMENTS: Final = SECOND / "written.jsonl"
"""About the second collection, which nothing was tuned on."""
SUPPORTED: Final = "supported"

Share: TypeAlias = tuple[int, int]
"""How many of how many."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was measured: of true statements how many are kept, of false ones how many struck."""

    kept_same: Share
    """Where statement and passage are in one language."""
    kept_across: Share
    struck_same: Share
    struck_across: Share
    struck_by_kind: dict[str, Share]
    """By what is false about a statement."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A statement that was judged wrongly."""

    id: str
    truth: str
    text: str
    reasons: str


@dataclass(frozen=True, slots=True)
class _Judged:
    truth: str
    across: bool
    right: bool


def measure_written(directory: Path, statements: Path, split: str) -> tuple[Checked, list[Mistake]]:
    """Return how well the statements of a split are checked, and which are not.

    Parameters
    ----------
    directory
        An index of the documents that they are about.
    split
        `tune`, `check` or `all`.
    """
    index = open_index(directory)
    passages = [
        passage
        for source in index.store.sources()
        for passage in index.store.passages(source)
        if passage.kind != "heading"
    ]
    checkers: dict[str, SupportChecker] = {}
    judged: list[_Judged] = []
    mistakes: list[Mistake] = []
    for line in statements.read_text(encoding="utf-8").splitlines():
        statement = json.loads(line)
        if split not in (statement["split"], "all"):
            continue
        cited = _find(statement["evidence"], passages)
        if cited.id not in checkers:
            shown = ShownPassage(cited, cite_passage(index, cited))
            checkers[cited.id] = SupportChecker(index, (shown,))
        written = checkers[cited.id].check(CitedSentence(statement["text"], (1,)))
        right = (written.verdict == SUPPORTED) == (statement["truth"] == SUPPORTED)
        across = cited.language != language_of(statement["text"])
        judged.append(_Judged(statement["truth"], across, right))
        if not right:
            reasons = ", ".join(f"{reason.kind} {reason.words}" for reason in written.reasons)
            mistakes.append(
                Mistake(statement["id"], statement["truth"], statement["text"], reasons)
            )
    return _count(judged), mistakes


@contextmanager
def second_index() -> Iterator[Path]:
    """Index the second collection as long as the block runs."""
    with TemporaryDirectory() as folder:
        directory = Path(folder) / "index"
        build_index([SECOND / "documents"], directory, root=SECOND)
        yield directory


def to_json(checked: Checked) -> str:
    """Return what was measured as one line of JSON."""
    return json.dumps(asdict(checked))


def to_text(checked: Checked, mistakes: Sequence[Mistake], *, details: bool) -> str:
    """Return what was measured for people."""
    lines = [
        f"{name.replace('_', ' '):16s} {_shown(getattr(checked, name))}"
        for name in ("kept_same", "kept_across", "struck_same", "struck_across")
    ]
    lines += [f"  {kind:14s} {_shown(share)}" for kind, share in checked.struck_by_kind.items()]
    if details:
        lines += [f"{m.id} {m.truth}: {m.text}\n    {m.reasons}" for m in mistakes]
    return "\n".join(lines)


def _find(evidence: str, passages: Sequence[Passage]) -> Passage:
    found = [passage for passage in passages if evidence in passage.text]
    if len(found) != 1:
        raise ValueError(f"{len(found)} passages have {evidence!r}")
    return found[0]


def _count(judged: Sequence[_Judged]) -> Checked:
    def share(*, true: bool, across: bool) -> Share:
        some = [j for j in judged if (j.truth == SUPPORTED) == true and j.across == across]
        return sum(j.right for j in some), len(some)

    kinds = sorted({j.truth for j in judged} - {SUPPORTED})
    by_kind = {kind: [j.right for j in judged if j.truth == kind] for kind in kinds}
    return Checked(
        kept_same=share(true=True, across=False),
        kept_across=share(true=True, across=True),
        struck_same=share(true=False, across=False),
        struck_across=share(true=False, across=True),
        struck_by_kind={kind: (sum(right), len(right)) for kind, right in by_kind.items()},
    )


def _shown(share: Share) -> str:
    right, total = share
    return f"{right} of {total} ({right / total:.2f})" if total else "none"
