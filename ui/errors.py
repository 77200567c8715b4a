"""Errors about what the user types, keeps, serves or writes out.

::

    YinjuError                      (`indexer.errors`)
    ├── LastDocument                the only document of an index is not removed
    ├── NotRemoved                  no document with this source was removed from the index
    ├── MapTooLarge                 more to compare than a reader would wait for
    ├── NoChineseFont               a picture for which the machine has no letters
    ├── QueriesError                a file of queries that cannot be used
    ├── NoJson                      a line of it is no JSON
    ├── LineWithoutQuestion         a line of it has no question
    ├── LineWithoutId               a line of it has no id
    ├── UnreadableLine              a line of a file of passages of another form
    ├── RepeatedId                  two lines of such files have the same id
    ├── UnknownSentence             a line of it has a number that no sentence has
    ├── SentencesApart              its sentences do not follow each other
    ├── SentenceTwice               two lines of it have the same sentence
    ├── SentenceChanged             its text is not that of its sentences
    ├── NotBilingual                the two texts are in one language
    ├── OutputNotWritten            a file of results that cannot be written
    ├── AddressInUse                something else listens where the pages should be served
    ├── PasswordNeeded              others could reach the pages, and there is no password
    ├── UnreadablePasswords         YINJU_AUTH is not of the form it must have
    ├── BadParameter                a program calls with a value that cannot be used
    └── WriterError                 a language model that does not write an answer
        ├── WriterAddress           its address cannot be used
        ├── WriterUnnamed           an address without the name of a model
        ├── WriterKey               a key that no header can hold
        ├── WriterNotReached        nothing answers at the address
        ├── WriterRefused           the key is missing or wrong
        ├── WriterNotFound          no such model, or nothing of the kind at this address
        ├── WriterBusy              too many requests
        ├── WriterFailed            the server says that something went wrong
        ├── WriterTooSlow           silent for too long
        ├── WriterUnreadable        the reply is not what the protocol says
        ├── WriterCutOff            the reply broke off
        ├── WriterOversized         the reply does not end
        └── WriterSilent            the reply is empty
"""

# ruff: noqa: N818 - the names say what is the case, and the messages are for readers.

from indexer.errors import YinjuError


class LastDocument(YinjuError):
    """The only document of an index cannot be removed."""

    template = "{source}: the only document of the index cannot be removed; add another one first"


class NotRemoved(YinjuError):
    """No document with this source was removed from the index."""

    template = "{source}: is not among the documents that were removed; yinju documents lists them"


class MapTooLarge(YinjuError):
    """So many passages would have to be compared that a reader would wait for minutes."""

    template = (
        "{zh} Chinese and {en} English passages are too many for a map in the page; open that of "
        "one document with ?map=SYMBOL, or run yinju map"
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


class RepeatedId(YinjuError):
    """Two lines of a file of queries or passages have the same id."""

    template = 'the id "{id}" comes twice'


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
