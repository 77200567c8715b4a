"""The command for terms that confirmed sentence pairs suggest: `yinju glossary --candidates`."""

import argparse
from collections.abc import Iterator, Sequence

from indexer.glossary import COLUMNS
from indexer.passages import Language
from retriever.search import open_index
from retriever.term_candidates import TermCandidate, find_term_candidates
from ui.messages import message
from ui.records import Record, to_line


def run_candidates(options: argparse.Namespace, language: Language) -> Iterator[str]:
    """Yield the candidates of an index: JSON, or lines that can be put into a glossary."""
    index = open_index(options.index)
    wanted = options.filter.casefold()
    found = [
        candidate
        for candidate in find_term_candidates(
            index.corrections, index.gazetteer, index.translations.of
        )
        if wanted in candidate.zh.casefold() or wanted in candidate.en.casefold()
    ]
    index.close()
    if options.json:
        yield from (to_line(candidate_record(candidate)) for candidate in found)
    else:
        yield from candidate_lines(found, language)


def candidate_record(candidate: TermCandidate) -> Record:
    """Return a candidate as `yinju glossary --candidates --json` prints it."""
    return {
        "zh": candidate.zh,
        "en": candidate.en,
        "count": candidate.count,
        "association": round(candidate.association, 2),
        "reason": candidate.reason,
        "example": {"zh": list(candidate.example.zh), "en": list(candidate.example.en)},
    }


def candidate_lines(candidates: Sequence[TermCandidate], language: Language) -> Iterator[str]:
    """Yield a comment that says how many there are, then each as a line of a glossary."""
    yield "# " + message("candidates-hold", language, count=len(candidates))
    for candidate in candidates:
        column = "acronym" if candidate.en.isupper() and " " not in candidate.en else "en"
        cells = {"zh": candidate.zh, column: candidate.en}
        yield "\t".join(cells.get(name, "") for name in COLUMNS).rstrip("\t")
