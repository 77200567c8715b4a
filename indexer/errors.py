"""Every error that the library raises on purpose.

::

    YinjuError
    ├── SourceError                 a file or folder that cannot become a document
    │   ├── SourceNotFound          the path does not exist
    │   ├── NothingToIndex          no readable document under the paths
    │   ├── UnreadableSource        the system refuses to read it
    │   ├── UnsupportedFormat       no reader for this kind of file
    │   ├── LegacyFormat            a binary format of old versions of Office
    │   ├── BinarySource            the bytes are not text
    │   ├── DamagedSource           the bytes are not what the name says, or cannot be understood
    │   ├── EncryptedSource         a password is needed
    │   ├── ScannedSource           pictures of pages, without text
    │   ├── OversizedSource         more than can be read in reasonable time and memory
    │   ├── EmptySource             nothing but white space
    │   ├── OwnFile                 a file about the collection, which is no document
    │   ├── PathGone                a path that was indexed is not there any more
    │   ├── PathEmptied             a path that had documents has none any more
    │   └── UndecodableSource       text in an encoding that is not recognised
    ├── IndexDirectoryError                 an index directory that cannot be used
    │   ├── IndexNotFound           no index there
    │   ├── ForeignDirectory        the directory holds something else
    │   ├── IncompatibleIndex       written by another format version
    │   ├── DamagedIndex            a file is missing or fails its checksum
    │   ├── ModelMismatch           made with another model
    │   ├── IndexBusy               another process is building it
    │   ├── SelfTestFailed          a channel does not find what is in the new index
    │   └── IndexNotWritten         disk full or not writable; the old index stands
    ├── QuestionError               a question that cannot be searched
    │   ├── EmptyQuestion           nothing, or only punctuation
    │   └── QuestionTooLong         more characters than a question may have
    ├── RestrictionError            a filter of a search that cannot be used
    │   ├── NoDocumentCalled        no document of the index is called so
    │   ├── NoSectionCalled         no section of these documents is called so
    │   ├── NoColumnCalled          no table has a column of this name
    │   ├── NoCellWith              no cell of the column has this value
    │   ├── WhereWithoutValue       a filter by column without an equals sign
    │   └── NothingRemains          no passage meets all the filters together
    ├── HeadingNotSearched          a heading, which is never found, was to be explained
    ├── UnknownPassage              no passage has this id
    ├── UnknownSection              no heading has this id
    ├── NoPassageThere              no passage stands at this place of a document
    ├── UnknownDocument             no document of the index has this source
    ├── AmbiguousDocument           several documents are called so
    ├── OneLanguage                 nothing to compare: all is in one language
    ├── MapTooLarge                 more to compare than a reader would wait for
    ├── TooLongForParallel          a document with more passages than a browser shows at once
    ├── SameLanguage                two documents whose main language is the same
    ├── NoChineseFont               a picture for which the machine has no letters
    ├── QueriesError                a file of queries that cannot be used
    ├── NoJson                      a line of it is no JSON
    ├── LineWithoutQuestion         a line of it has no question
    ├── LineWithoutId               a line of it has no id
    ├── UnreadableLine              a line of a file of passages of another form
    ├── UnreadableReceipt           a citation that was kept is of another form
    ├── RepeatedId                  two lines of such files have the same id
    ├── GlossaryError               a bilingual glossary that cannot be used
    ├── CorrectionsError            a table of corrected alignments that cannot be used
    ├── WrongHeader                 the first line of such a table lacks a column
    ├── UnknownVerdict              a line of it says neither confirmed nor rejected
    ├── CorrectionWithoutSentences  a line of it names no sentence
    ├── RejectedAlone               a line of it rejects sentences of one side alone
    ├── UnknownSentence             a line of it has a number that no sentence has
    ├── SentencesApart              its sentences do not follow each other
    ├── SentenceTwice               two lines of it have the same sentence
    ├── SentenceChanged             its text is not that of its sentences
    ├── NotBilingual                the two texts are in one language
    ├── CorrectionsNotWritten       the corrections of a collection cannot be written
    ├── OutputNotWritten            a file of results that cannot be written
    ├── AddressInUse                something else listens where the pages should be served
    ├── PasswordNeeded              others could reach the pages, and there is no password
    ├── UnreadablePasswords         YINJU_AUTH is not of the form it must have
    ├── BadParameter                a program calls with a value that cannot be used
    ├── WriterError                 a language model that does not write an answer
    │   ├── WriterAddress           its address cannot be used
    │   ├── WriterUnnamed           an address without the name of a model
    │   ├── WriterKey               a key that no header can hold
    │   ├── WriterNotReached        nothing answers at the address
    │   ├── WriterRefused           the key is missing or wrong
    │   ├── WriterNotFound          no such model, or nothing of the kind at this address
    │   ├── WriterBusy              too many requests
    │   ├── WriterFailed            the server says that something went wrong
    │   ├── WriterTooSlow           silent for too long
    │   ├── WriterUnreadable        the reply is not what the protocol says
    │   ├── WriterCutOff            the reply broke off
    │   ├── WriterOversized         the reply does not end
    │   └── WriterSilent            the reply is empty
    ├── StoreError                  a Milvus that cannot be used
    │   ├── BadStoreAddress         its address is of another form
    │   ├── StoreUnreachable        it does not answer
    │   ├── StoreRefused            it does not do what it is asked
    │   └── StoreIncomplete         it does not hold what was loaded into it
    └── EncoderError                a model that cannot be used
        ├── ExtraNotInstalled       an optional package is missing
        ├── ModelUnavailable        a model that cannot be found or loaded
        └── RerankerUnavailable     a cross-encoder that cannot be loaded, or does not help

An error carries a `code` and the values of its message, not the message alone, so that the
screen can say it in the reader's language (`ui.messages`); `str(error)` is the English text.
"""

# ruff: noqa: N818 - the names say what is the case, and the messages are for readers.

from typing import ClassVar


class YinjuError(Exception):
    """The root of all errors.

    Parameters
    ----------
    **values
        What the message names; kept in `values`.
    """

    template: ClassVar[str] = "something went wrong"
    """The English message with `{placeholders}` for `values`."""

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.template.format(**values))

    @property
    def code(self) -> str:
        """The name under which the screen finds its own wording."""
        return type(self).__name__


class SourceError(YinjuError):
    """A file or folder cannot become a document; `source` names it."""


class SourceNotFound(SourceError):
    """The path does not exist."""

    template = "{source}: no such file or folder; check the path"


class NothingToIndex(SourceError):
    """No document was found or none could be read."""

    template = (
        "{source}: no document to index; give text, Markdown, HTML, Word (.docx), PDF, CSV or "
        "Excel (.xlsx) files, or a folder that holds some"
    )


class UnreadableSource(SourceError):
    """The operating system refuses to read it."""

    template = "{source}: cannot be read ({reason}); check the permissions"


class UnsupportedFormat(SourceError):
    """There is no reader for this kind of file."""

    template = "{source}: no reader for {suffix} files; convert it to .docx, .pdf, .html or .txt"


class LegacyFormat(SourceError):
    """A binary format of old versions of Office."""

    template = "{source}: the format before Office 2007 is not read; save it as {suffix}"


class BinarySource(SourceError):
    """The bytes are not text."""

    template = (
        "{source}: not a text file; give it the ending of what it is (.pdf, .docx, .xlsx) "
        "or convert it to .txt"
    )


class DamagedSource(SourceError):
    """The bytes are not what the name says, or cannot be understood."""

    template = (
        "{source}: damaged, or not a {suffix} file ({reason}); open it in the program it is from "
        "and save it anew"
    )


class EncryptedSource(SourceError):
    """A password is needed."""

    template = "{source}: protected by a password; save a copy without one"


class ScannedSource(SourceError):
    """Pictures of pages, without text."""

    template = (
        "{source}: scanned pages without text; recognise the text first (OCR), for example with: "
        "ocrmypdf -l chi_sim+eng IN.pdf OUT.pdf"
    )


class OversizedSource(SourceError):
    """More than can be read in reasonable time and memory."""

    template = "{source}: too large ({size}, at most {limit}); divide it into smaller files"


class EmptySource(SourceError):
    """Nothing but white space."""

    template = "{source}: the file is empty"


class OwnFile(SourceError):
    """A file about the collection, such as its glossary, that somebody adds as a document."""

    template = (
        "{source}: a file about the collection and no document; put it beside the documents and "
        "run yinju index, or give it another name"
    )


class PathGone(SourceError):
    """A path that was indexed is not there any more, and would take its documents with it."""

    template = (
        "{path}: was indexed and is not there any more; put it back, or say what the index is to "
        "hold with: yinju index PATH"
    )


class PathEmptied(SourceError):
    """A path that had documents when it was indexed has none any more; the old index stands."""

    template = (
        "{source}: the index has {count} documents from there, and now there is none. Put them "
        "back (attach the disk), or let the index forget them with: yinju index --allow-empty PATH"
    )


class UndecodableSource(SourceError):
    """Text in an encoding that is not recognised."""

    template = (
        "{source}: the encoding is not recognised (tried UTF-8, UTF-16, GB18030, Big5); "
        "save it as UTF-8"
    )


class IndexDirectoryError(YinjuError):
    """An index directory cannot be used; `directory` names it."""


class IndexNotFound(IndexDirectoryError):
    """There is no index in the directory."""

    template = "{directory}: no index here; make one with: yinju index PATH --index {directory}"


class ForeignDirectory(IndexDirectoryError):
    """The directory holds something that is not an index."""

    template = "{directory}: this folder is not a Yinju index; choose another with --index"


class IncompatibleIndex(IndexDirectoryError):
    """The index was written in another format version."""

    template = (
        "{directory}: the index has format {found}, this version reads format {expected}; "
        "make it again with: yinju index PATH --index {directory}"
    )


class DamagedIndex(IndexDirectoryError):
    """A file of the index is missing or does not have its checksum."""

    template = (
        "{directory}: the index is damaged ({detail}); make it again "
        "with: yinju index PATH --index {directory}"
    )


class ModelMismatch(IndexDirectoryError):
    """The index was made with another model than the one asked for."""

    template = (
        "{directory}: the index was made with the model {found}, not {expected}; leave out "
        "--model, or index into another folder"
    )


class IndexBusy(IndexDirectoryError):
    """Another process is building this index."""

    template = "{directory}: another process is building this index; wait until it is done"


class IndexNotWritten(IndexDirectoryError):
    """The new index could not be written; the old one stands as it was."""

    template = (
        "{directory}: the index could not be written ({reason}); the old index is unchanged, "
        "free some space, make the folder writable, or choose another one with --index"
    )


class SelfTestFailed(IndexDirectoryError):
    """A channel of the new index does not find passages that are in it; the old one stands."""

    template = (
        "{directory}: the new index failed its self-test: the {channel} channel finds {found} of "
        "{tried} known passages ({language}); the old index is unchanged. Please report this"
    )


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


class UnknownPassage(YinjuError):
    """No passage of the index has this id."""

    template = "{passage_id}: no such passage in this index; yinju passages lists them all"


class UnknownSection(YinjuError):
    """No heading of the index has this id."""

    template = (
        "{section_id}: no such section in this index; the headings that yinju passages lists are "
        "the sections"
    )


class NoPassageThere(YinjuError):
    """No passage of the document stands at this place."""

    template = "{source}: no passage stands at [{start}, {end}]; yinju passages shows where they do"


class UnknownDocument(YinjuError):
    """No document of the index has this source."""

    template = "{source}: not in this index; add it with: yinju index {source}"


class LastDocument(YinjuError):
    """The only document of an index cannot be removed."""

    template = "{source}: the only document of the index cannot be removed; add another one first"


class NotRemoved(YinjuError):
    """No document with this source was removed from the index."""

    template = "{source}: is not among the documents that were removed; yinju documents lists them"


class AmbiguousDocument(YinjuError):
    """Several documents of the index have this symbol, or this file name."""

    template = "{name}: several documents are called so, give the path of one: {sources}"


class OneLanguage(YinjuError):
    """A document, or all of an index, is in one language, and there is nothing to compare."""

    template = "{source}: all of it is in one language; a map compares Chinese with English"


class MapTooLarge(YinjuError):
    """So many passages would have to be compared that a reader would wait for minutes."""

    template = (
        "{zh} Chinese and {en} English passages are too many for a map in the page; open that of "
        "one document with ?map=SYMBOL, or run yinju map"
    )


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


class NoChineseFont(YinjuError):
    """The machine has no font with Chinese characters, and a picture would show boxes."""

    template = (
        "{path}: this machine has no font with Chinese characters; install one "
        "(fonts-noto-cjk on Debian), or write an SVG, which uses the fonts of whoever opens it"
    )


class QueriesError(YinjuError):
    """A file of queries or passages cannot be used."""

    template = "{source}, line {line}: {reason}"


class NoJson(YinjuError):
    """A line of a file of queries is not JSON."""

    template = "not JSON ({reason})"


class LineWithoutQuestion(YinjuError):
    """A line of a file of queries has no question."""

    template = 'needs an object with "id" and "question"'


class LineWithoutId(YinjuError):
    """A line of a file of queries has no id."""

    template = 'needs an "id"'


class UnreadableLine(YinjuError):
    """A line of a file of passages is not of the form it must have."""

    template = (
        'not of the form {{"id": ..., "passage_id": ...}} or '
        '{{"id": ..., "source": ..., "span": [start, end]}}'
    )


class UnreadableReceipt(YinjuError):
    """A citation that was kept is not of the form that `yinju cite --format json` writes."""

    template = "not a citation as yinju cite --format json writes it"


class RepeatedId(YinjuError):
    """Two lines of a file of queries or passages have the same id."""

    template = 'the id "{id}" comes twice'


class GlossaryError(YinjuError):
    """A bilingual glossary cannot be used."""

    template = "{source}, line {line}: {reason}"


class CorrectionsError(YinjuError):
    """A table of corrected alignments cannot be used; `reason` is one of the errors below."""

    template = "{source}, line {line}: {reason}"


class WrongHeader(YinjuError):
    """The first line of a table lacks a column."""

    template = "the first line must name the columns {columns}, separated by tabs"


class UnknownVerdict(YinjuError):
    """A line says neither confirmed nor rejected."""

    template = '"{verdict}" is no verdict; write confirmed or rejected'


class CorrectionWithoutSentences(YinjuError):
    """A line names no sentence."""

    template = "no sentence is named; fill in one side or both, or delete the line"


class RejectedAlone(YinjuError):
    """A line rejects sentences of one side alone."""

    template = (
        "only sentences of both sides can be rejected; to give a sentence a counterpart, put its "
        "number beside it"
    )


class UnknownSentence(YinjuError):
    """A line has a number that no sentence has."""

    template = '"{number}" is the number of no sentence of {text}; it has {count}, counted from 0'


class SentencesApart(YinjuError):
    """The sentences of one side do not follow each other."""

    template = "the sentences {numbers} do not follow each other; write a line for each"


class SentenceTwice(YinjuError):
    """Two lines have the same sentence."""

    template = "sentence {number} of {text} stands in line {first} as well; leave it in one of them"


class SentenceChanged(YinjuError):
    """The text of a line is not that of its sentences."""

    template = (
        "the text is not that of the sentences {numbers} of {text}; if the file has changed, run "
        "yinju align again"
    )


class NotBilingual(YinjuError):
    """The two texts are in one language."""

    template = "{a} and {b} are both in one language; corrections need Chinese and English"


class CorrectionsNotWritten(YinjuError):
    """The corrections of a collection cannot be written; the file is as it was."""

    template = "{path}: cannot be written ({reason}); choose another file with --corrections"


class OutputNotWritten(YinjuError):
    """A file of results, or a picture, cannot be written; what it held before stands."""

    template = "{path}: cannot be written ({reason}); choose another file"


class AddressInUse(YinjuError):
    """Something else listens where the pages should be served."""

    template = "{host}:{port} cannot be listened on ({reason}); choose another with --port"


class PasswordNeeded(YinjuError):
    """The pages would be open to other machines without a password."""

    template = (
        "{host} can be reached from other machines, so the pages need a password: set "
        "YINJU_AUTH=user:password, or leave out --host to serve this machine alone"
    )


class UnreadablePasswords(YinjuError):
    """A line of YINJU_AUTH is no name with a password."""

    template = "YINJU_AUTH, line {line}: write user:password, one user a line"


class BadParameter(YinjuError):
    """A program calls with a value of another type, or out of its range."""

    template = "{name}: this must be {expected}"


class WriterError(YinjuError):
    """A language model does not write an answer; the quotations stand without it."""


class WriterAddress(WriterError):
    """Its address is none of http or https, or holds a name and password, or a query."""

    template = (
        "the address of the language model cannot be used; give one such as "
        "http://127.0.0.1:11434/v1, without a password, in --llm or YINJU_LLM_URL"
    )


class WriterUnnamed(WriterError):
    """There is an address and no name of a model."""

    template = "no language model is named; give its name in --model or YINJU_LLM_MODEL"


class WriterKey(WriterError):
    """The key has characters that no header can hold."""

    template = "the key in YINJU_LLM_KEY must be one word of plain letters; copy it again"


class WriterNotReached(WriterError):
    """Nothing answers at the address."""

    template = "the language model at {host} cannot be reached; check that it runs and its address"


class WriterRefused(WriterError):
    """The key is missing or wrong."""

    template = "the language model at {host} refuses the key ({status}); check YINJU_LLM_KEY"


class WriterNotFound(WriterError):
    """The server has no such model, or the address is another service's."""

    template = (
        "{url} has no model {model} ({detail}); check the name of the model, and that the "
        "address ends as its server says, mostly in /v1"
    )


class WriterBusy(WriterError):
    """The server takes no more requests now."""

    template = (
        "the language model at {host} takes no more requests now ({detail}); wait a moment, then "
        "ask again"
    )


class WriterFailed(WriterError):
    """The server says that something went wrong."""

    template = "the language model at {host} failed: {detail}; see the log of its server"


class WriterTooSlow(WriterError):
    """It was silent for too long, or took too long in all."""

    template = "the language model at {host} took too long; ask again, or name a smaller model"


class WriterUnreadable(WriterError):
    """The reply is not what the protocol says."""

    template = (
        "what answers at {host} is no stream of chat completions; check the address, it mostly "
        "ends in /v1"
    )


class WriterCutOff(WriterError):
    """The reply broke off; what was checked until then stands."""

    template = "the language model broke off; what is shown was checked, ask again for the rest"


class WriterOversized(WriterError):
    """The reply does not end."""

    template = (
        "the language model wrote more than {limit} characters and was stopped; name another one"
    )


class WriterSilent(WriterError):
    """The reply is empty."""

    template = "the language model {model} wrote nothing; ask again, or name another one"


class StoreError(YinjuError):
    """A Milvus that holds the searched part of an index, or should, cannot be used."""


class BadStoreAddress(StoreError):
    """The address of a store is of another form; what lets in does not belong there."""

    template = (
        "{value}: no store; give milvus:http://HOST:PORT, with /DATABASE where it is not the "
        "default, or local; a token goes into the variable YINJU_MILVUS_TOKEN"
    )


class StoreUnreachable(StoreError):
    """It does not answer, also when it is asked again after a while."""

    template = (
        "{uri}: Milvus does not answer ({reason}); start it, or check the address and the variable "
        "YINJU_MILVUS_TOKEN"
    )


class StoreRefused(StoreError):
    """It answers, but does not do what it is asked."""

    template = (
        "{uri}: Milvus refused ({reason}); verify the index with yinju check, and load it again "
        "with yinju check --repair"
    )


class StoreIncomplete(StoreError):
    """It does not hold as much as was loaded into it; the old index stands."""

    template = (
        "{uri}: Milvus holds {found} of {expected} {what} after loading; the old index is "
        "unchanged, try again"
    )


class EncoderError(YinjuError):
    """A model cannot be used."""


class ExtraNotInstalled(EncoderError):
    """An optional package is missing."""

    template = "{feature} needs an extra package; install it with: pip install 'yinju[{extra}]'"


class ModelUnavailable(EncoderError):
    """A model cannot be found or loaded."""

    template = (
        "the model {model} cannot be loaded ({reason}); give a local folder, set HF_ENDPOINT "
        "to a mirror of the hub, or leave out --model to use the embedded one"
    )


class RerankerUnavailable(EncoderError):
    """A cross-encoder cannot be found or loaded, or is none that helps here."""

    template = (
        "the reranker {model} cannot be used ({reason}); name a cross-encoder: a local folder or a "
        "model on the hub (HF_ENDPOINT may be a mirror of it), or leave out --reranker"
    )
