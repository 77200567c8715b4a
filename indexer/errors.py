"""Errors about files, index directories and models, and the root of all errors.

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
    ├── IndexDirectoryError         an index directory that cannot be used
    │   ├── IndexNotFound           no index there
    │   ├── ForeignDirectory        the directory holds something else
    │   ├── IncompatibleIndex       written by another format version
    │   ├── DamagedIndex            a file is missing or fails its checksum
    │   ├── ModelMismatch           made with another model
    │   ├── IndexBusy               another process is building it
    │   ├── IndexNotWritten         disk full or not writable; the old index stands
    │   └── SelfTestFailed          a channel does not find what is in the new index
    ├── UnknownPassage              no passage has this id
    ├── UnknownDocument             no document of the index has this source
    ├── GlossaryError               a bilingual glossary that cannot be used
    ├── CorrectionsError            a table of corrected alignments that cannot be used
    ├── WrongHeader                 the first line of such a table lacks a column
    ├── UnknownVerdict              a line of it says neither confirmed nor rejected
    ├── CorrectionWithoutSentences  a line of it names no sentence
    ├── RejectedAlone               a line of it rejects sentences of one side alone
    ├── CorrectionsNotWritten       the corrections of a collection cannot be written
    ├── StoreError                  a Milvus that cannot be used
    │   ├── BadStoreAddress         its address is of another form
    │   ├── StoreUnreachable        it does not answer
    │   ├── StoreRefused            it does not do what it is asked
    │   └── StoreIncomplete         it does not hold what was loaded into it
    ├── EncodedFileError            a file of vectors for a build that cannot be used
    │   ├── EncodedFileUnreadable   it is not there, or the system refuses to read it
    │   ├── EncodedFileNotWritten   disk full or not writable
    │   ├── EncodedFileBusy         another process encodes into it
    │   ├── NoEncodedFile           it holds something else
    │   └── EncodedOtherwise        another model encoded it, or another version
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


class UnknownPassage(YinjuError):
    """No passage of the index has this id."""

    template = "{passage_id}: no such passage in this index; yinju passages lists them all"


class UnknownDocument(YinjuError):
    """No document of the index has this source."""

    template = "{source}: not in this index; add it with: yinju index {source}"


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


class CorrectionsNotWritten(YinjuError):
    """The corrections of a collection cannot be written; the file is as it was."""

    template = "{path}: cannot be written ({reason}); choose another file with --corrections"


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


class EncodedFileError(YinjuError):
    """A file of vectors that were encoded for a build cannot be used; `path` names it."""


class EncodedFileUnreadable(EncodedFileError):
    """It is not there, or the system refuses to read it."""

    template = "{path}: cannot be read ({reason}); name files that yinju encode wrote"


class EncodedFileNotWritten(EncodedFileError):
    """It cannot be written; what is in it stays there."""

    template = (
        "{path}: cannot be written ({reason}); free some space or choose another file, and run "
        "yinju encode again: what was encoded is kept"
    )


class EncodedFileBusy(EncodedFileError):
    """Another process encodes into it."""

    template = "{path}: another process is encoding into this file; choose another with --output"


class NoEncodedFile(EncodedFileError):
    """It holds something else; it is left as it is."""

    template = "{path}: no file that yinju encode wrote; choose another one"


class EncodedOtherwise(EncodedFileError):
    """Its vectors are of another model, or of texts that were prepared otherwise."""

    template = (
        "{path}: was not encoded with the model {model} by this version of Yinju; give index and "
        "encode the same --model, or encode into another file"
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
