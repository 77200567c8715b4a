"""Chinese text to words; the only module that knows jieba."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from indexer.user_cache import cache_folder, recall

_lock = Lock()


class Word(NamedTuple):
    """A word of a text."""

    text: str
    start: int
    end: int


def find_known_words(text: str) -> Iterator[Word]:
    """Yield the words of a Chinese text in order; they cover it without overlap.

    What the dictionary does not have comes as single characters, never as a guess.
    """
    for word, start, end in _tokenizer().tokenize(text, HMM=False):
        yield Word(word, start, end)


def find_words(text: str) -> Iterator[Word]:
    """Yield the words of a Chinese text, and the shorter words inside long ones before them.

    A reader who types 反恐 and one who types 反恐怖主义 must both find 反恐怖主义办公室.
    """
    for word, start, end in _tokenizer().tokenize(text, mode="search"):
        yield Word(word, start, end)


@cache
def _ready() -> Any:
    import jieba

    # Its progress notes go to stderr, where the user expects errors. That it cannot keep the
    # loaded dictionary (no space, no home) is none: then it is made anew each time.
    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    # By default that is kept in the folder for temporary files, where another user of the
    # machine could put something else in its place.
    tokenizer.tmp_dir = str(cache_folder())
    tokenizer.cache_file = f"jieba-{jieba.__version__}.cache"
    # jieba reads that file piece by piece, which takes three times as long as at once.
    with suppress(ValueError, TypeError):
        tokenizer.FREQ, tokenizer.total = recall(tokenizer.cache_file)
        tokenizer.initialized = True
    tokenizer.initialize()
    return tokenizer


def _tokenizer() -> Any:
    with _lock:
        return _ready()
