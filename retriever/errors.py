"""Errors about what is asked of an index.

::

    YinjuError                      (`indexer.errors`)
    ├── QuestionError               a question that cannot be searched
    │   ├── EmptyQuestion           nothing, or only punctuation
    │   └── QuestionTooLong         more characters than a question may have
    ├── RestrictionError            a filter of a search that cannot be used
    │   ├── NoDocumentCalled        no document of the index is called so
    │   ├── NoSectionCalled         no section of these documents is called so
    │   ├── NoColumnCalled          no table has a column of this name
    │   ├── NoCellWith              no cell of the column has this value
    │   ├── WhereWithoutValue       a filter by column without an equals sign
    │   ├── NothingRemains          no passage meets all the filters together
    │   ├── NoTableAsked            conditions on a table, for a question that asks for none
    │   ├── NoSuchComparison        a column that cannot be compared in this way
    │   └── NotANumber              a condition on years or amounts that names something else
    ├── HeadingNotSearched          a heading, which is never found, was to be explained
    ├── UnknownSection              no heading has this id
    ├── NoPassageThere              no passage stands at this place of a document
    ├── AmbiguousDocument           several documents are called so
    ├── OneLanguage                 nothing to compare: all is in one language
    ├── TooLongForParallel          a document with more passages than a browser shows at once
    ├── SameLanguage                two documents whose main language is the same
    └── UnreadableReceipt           a citation that was kept is of another form
"""

# ruff: noqa: N818 - the names say what is the case, and the messages are for readers.

from indexer.errors import YinjuError


class QuestionError(YinjuError):
    """A question cannot be searched."""


class EmptyQuestion(QuestionError):
    """Nothing, or only punctuation."""

    template = "the question is empty; type a question or some keywords"


class QuestionTooLong(QuestionError):
    """More characters than a question may have."""

    template = "the question has {length} characters, at most {limit} can be searched; shorten it"


class RestrictionError(YinjuError):
    """A filter of a search that cannot be used."""

    template = "this filter cannot be used"


class NoDocumentCalled(RestrictionError):
    """No document of the index has this source."""

    template = "{name}: no document is called so; there are: {names}"


class NoSectionCalled(RestrictionError):
    """No section of the documents that are searched has this id or heading."""

    template = "{name}: no section is called so; there are: {names}"


class NoColumnCalled(RestrictionError):
    """No table has a column of this name."""

    template = "{name}: no table has such a column; there are: {names}"


class NoCellWith(RestrictionError):
    """No cell of the column has this value."""

    template = "{value}: no cell of {column} has this; there are: {names}"


class WhereWithoutValue(RestrictionError):
    """A filter by column that does not say what the cell is to be."""

    template = "{text}: write COLUMN=VALUE, such as Status=Completed; columns are: {names}"


class NothingRemains(RestrictionError):
    """No passage meets all the filters together."""

    template = "no passage meets all of these filters; leave out one of them"


class NoTableAsked(RestrictionError):
    """Conditions are given for a question that is none about a table."""

    template = "no table answers this question as it is worded, so that it has no conditions"


class NoSuchComparison(RestrictionError):
    """A condition on a column that cannot be compared so."""

    template = "{operator}: {column} cannot be compared so; choose one of: {names}"


class NotANumber(RestrictionError):
    """A condition on years or amounts with something else."""

    template = "{value}: {column} is compared with a number, such as 2018"


class HeadingNotSearched(YinjuError):
    """A heading is never found, so that there is nothing to explain."""

    template = "{passage_id}: a heading, and headings are never found; take a passage below it"


class UnknownSection(YinjuError):
    """No heading of the index has this id."""

    template = (
        "{section_id}: no such section in this index; the headings that yinju passages lists are "
        "the sections"
    )


class NoPassageThere(YinjuError):
    """No passage of the document stands at this place."""

    template = "{source}: no passage stands at [{start}, {end}]; yinju passages shows where they do"


class AmbiguousDocument(YinjuError):
    """Several documents of the index have this symbol, or this file name."""

    template = "{name}: several documents are called so, give the path of one: {sources}"


class OneLanguage(YinjuError):
    """A document, or all of an index, is in one language, and there is nothing to compare."""

    template = "{source}: all of it is in one language; a map compares Chinese with English"


class TooLongForParallel(YinjuError):
    """A document has more passages than a browser shows beside those of another one."""

    template = (
        "{source} has {passages} passages in one language; up to {limit} are shown in parallel. "
        "Compare its sections one by one, or run yinju align on the files"
    )


class SameLanguage(YinjuError):
    """Two documents have the same main language."""

    template = (
        "{a} and {b} are in the same language; a map compares Chinese with English, give one "
        "document of each"
    )


class UnreadableReceipt(YinjuError):
    """A citation that was kept is not of the form that `yinju cite --format json` writes."""

    template = "not a citation as yinju cite --format json writes it"
