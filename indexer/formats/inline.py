"""The text of one block while it is gathered: words, and marks of notes between them."""

import re

from indexer.formats.notation import append, escape, fold, insert_mark, superscript

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_TEN = re.compile(r"(?<!\d)10$")
_PLACE = re.compile(r"\x02(\d+)\x03")


class Inline:
    """Gathers the text of one block after the other."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._marks: list[str] = []

    def add(self, text: str) -> None:
        """Add words as they stand in the source, white space included."""
        self._text.append(_CONTROLS.sub("", text))

    def raise_(self, text: str) -> None:
        """Add what is printed above the line and is no reference: digits as superscripts.

        A power of ten would be another number where superscripts are read as digits.
        """
        before = "".join(self._text[-1:])
        raised = f"^{text}" if _TEN.search(before) else superscript(text)
        self.add(text if raised is None else raised)

    def refer(self, mark: str) -> None:
        """Add a reference to a note."""
        self._text.append(f"\x02{len(self._marks)}\x03")
        self._marks.append(mark)

    def take(self) -> str:
        """Return the block as one line, escaped, and begin the next."""
        text = ""
        low = 0
        # The marks hold the places of white space to fold, so they go in afterwards.
        line = fold("".join(self._text), keep="\x02\x03")
        for match in _PLACE.finditer(line):
            text = append(text, escape(line[low : match.start()]))
            text = insert_mark(text, self._marks[int(match[1])])
            low = match.end()
        text = append(text, escape(line[low:]))
        self._text, self._marks = [], []
        return text

    def __bool__(self) -> bool:
        """Return whether anything was added but white space."""
        return any(piece.strip() for piece in self._text)
