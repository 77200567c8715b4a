"""Which of the two languages a text is treated as."""

import re

from indexer.passages import Language

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
"""The Han blocks, as the inside of a character class."""

_HAN_CHARACTER = re.compile(f"[{HAN}]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")
_LATIN_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def language_of(text: str) -> Language:
    """Return the language of a text: Chinese where Han characters outweigh Latin words.

    A Chinese sentence full of acronyms is still Chinese, so one Han character weighs as much as
    a Latin word. Web addresses count for neither. Text without letters counts as English.
    """
    text = _ADDRESS.sub(" ", text)
    han = len(_HAN_CHARACTER.findall(text))
    if han == 0:
        return "en"
    latin = len(_LATIN_WORD.findall(_HAN_CHARACTER.sub(" ", text)))
    return "zh" if han >= latin else "en"


def is_han(character: str) -> bool:
    """Return whether a character is a Han character."""
    return _HAN_CHARACTER.match(character) is not None
