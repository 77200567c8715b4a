"""What other programs can call: search, ask, explain, passage and compare, as plain values."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.passages import Kind, Language, Passage
from retriever.answers import ask
from retriever.comparing import compare_passage
from retriever.errors import NoTableAsked
from retriever.explain import explain
from retriever.hits import LanguageFilter, Results
from retriever.restrictions import Restrictions
from retriever.search import Index, cite_passage, search
from retriever.wordings import compare_wordings
from ui.call_values import check_values, read_filters, require_choice
from ui.current_index import CurrentIndex
from ui.explain_cli import explanation_record
from ui.filter_options import read_restrictions
from ui.links import passage_link
from ui.records import (
    Record,
    answer_record,
    counterparts_record,
    passage_record,
    results_record,
)
from ui.table_files import FORMATS, rows_file
from ui.wordings_text import wordings_record


@dataclass(frozen=True, slots=True)
class Scope:
    """What a call looks through; what a program sent, which may be anything."""

    search_in: LanguageFilter = "all"
    document: Sequence[str] = ()
    section: Sequence[str] = ()
    kind: Sequence[Kind] = ()
    where: Sequence[str] = ()

    def check(self) -> None:
        """Hold the values against what they may be.

        Raises
        ------
        BadParameter
            One is of another type or out of its range.
        """
        check_values(
            search_in=self.search_in,
            document=self.document,
            section=self.section,
            kind=self.kind,
            where=self.where,
        )

    def restrictions(self, index: Index) -> Restrictions:
        """Return the filters with their names looked up.

        Raises
        ------
        RestrictionError, AmbiguousDocument
            As `ui.filter_options.read_restrictions`.
        """
        return read_restrictions(index, self.document, self.section, self.kind, self.where)


def call_search(
    current: CurrentIndex, question: str, top_k: int, scope: Scope, also: str = ""
) -> Record:
    """Return the passages that answer, as `yinju search --json` prints them, with links.

    Parameters
    ----------
    also
        The same question in other words; what either finds is told under this name. May be empty.
    """
    check_values(question=question, top_k=top_k, also=also)
    scope.check()
    with current.lease() as index:
        results = _search(index, question, top_k, scope)
        record = results_record(results) | _reworded(index, results, also, top_k, scope)
    return linked(record)


def call_ask(
    current: CurrentIndex,
    question: str,
    top_k: int,
    scope: Scope,
    also: str = "",
    conditions: object = None,
) -> Record:
    """Return the answer as `yinju ask --json` prints it, with links; `also` as in `call_search`.

    Parameters
    ----------
    conditions
        Of a question about a table, those to answer it by: as `filter` of its `table` has them.
        None for those that the question was read with.
    """
    check_values(question=question, top_k=top_k, also=also)
    scope.check()
    read = read_filters(conditions)
    with current.lease() as index:
        answer = ask(
            index,
            question,
            top_k=top_k,
            language=scope.search_in,
            restrictions=scope.restrictions(index),
            conditions=read,
        )
        record = answer_record(answer) | _reworded(index, answer.results, also, top_k, scope)
    return linked(record)


def call_rows(
    current: CurrentIndex,
    question: str,
    conditions: object,
    file_format: str,
    language: Language,
) -> Record:
    """Return the rows that answer a question about a table as a file, all cited.

    Raises
    ------
    NoTableAsked
        No table understands the question.
    """
    check_values(question=question)
    require_choice("file_format", file_format, FORMATS)
    with current.lease() as index:
        answer = ask(index, question, conditions=read_filters(conditions))
    if answer.table is None:
        raise NoTableAsked()
    file = rows_file(answer.table, answer.row_citations, file_format, language)
    record: Record = {"name": file.name, "media_type": file.media_type}
    if file_format == "csv":
        return record | {"text": file.content.decode("utf-8-sig")}
    return record | {"base64": b64encode(file.content).decode()}


def call_explain(
    current: CurrentIndex, question: str, passage_id: str, top_k: int, scope: Scope
) -> Record:
    """Return why a passage stands where it does, as `yinju explain --json` prints it."""
    check_values(question=question, passage_id=passage_id, top_k=top_k)
    scope.check()
    with current.lease() as index:
        explained = explain(
            index,
            question,
            passage_id,
            top_k=top_k,
            language=scope.search_in,
            restrictions=scope.restrictions(index),
        )
    return linked(explanation_record(explained))


def call_passage(current: CurrentIndex, passage_id: str, around: int) -> Record:
    """Return a passage as `yinju passages` prints it, with links.

    Beside it `before` and `after`: as many passages as `around` says, in reading order.
    """
    check_values(passage_id=passage_id, around=around)
    with current.lease() as index:
        before, passage, after = read_around(index, passage_id, around)
        record = _passage(index, passage)
        record["before"] = [_passage(index, neighbour) for neighbour in before]
        record["after"] = [_passage(index, neighbour) for neighbour in after]
    return record


def call_compare(current: CurrentIndex, passage_id: str, top_k: int) -> Record:
    """Return counterparts as `yinju compare --json` prints them, with links."""
    check_values(passage_id=passage_id, top_k=top_k)
    with current.lease_reader() as reader:
        asked = reader.index.store.passage(passage_id)
        found = compare_passage(reader, asked, top_k=top_k)
    return linked(counterparts_record(asked, found))


def read_around(
    index: Index, passage_id: str, around: int
) -> tuple[tuple[Passage, ...], Passage, tuple[Passage, ...]]:
    """Return what stands before a passage in its document, the passage, and what stands after it.

    Raises
    ------
    UnknownPassage
        The index has none with this id.
    """
    passage = index.store.passage(passage_id)
    if not around:
        return (), passage, ()
    passages = index.store.passages(passage.source)
    place = next(n for n, other in enumerate(passages) if other.id == passage.id)
    before = passages[max(0, place - around) : place]
    return before, passage, passages[place + 1 : place + 1 + around]


def linked(record: Record) -> Record:
    """Add the permanent link to every passage of a record."""
    also = record.get("also") or {}
    lists = [record.get("hits", ()), record.get("quotes", ())]
    lists += [also.get(name, ()) for name in ("both", "only_question", "only_also")]
    for passage in (record, record.get("other") or {}, *(p for each in lists for p in each)):
        if "source" in passage:
            passage["link"] = passage_link(passage["source"], passage["passage_id"])
    return record


def _search(index: Index, question: str, top_k: int, scope: Scope) -> Results:
    return search(
        index,
        question,
        top_k=top_k,
        language=scope.search_in,
        restrictions=scope.restrictions(index),
    )


def _reworded(index: Index, results: Results, also: str, top_k: int, scope: Scope) -> Record:
    """Return what another wording of the question finds beside the first, under `also`."""
    if not also:
        return {}
    reworded = compare_wordings(results, _search(index, also, top_k, scope))
    return {"also": wordings_record(reworded)}


def _passage(index: Index, passage: Passage) -> Record:
    return linked(passage_record(passage, cite_passage(index, passage)))
