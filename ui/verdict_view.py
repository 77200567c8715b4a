"""The buttons with which a reader says whether sentences belong together, as HTML."""

from html import escape

from indexer.passages import Language
from retriever.side_by_side import Row, Sentence
from ui.messages import message
from ui.pair_correcting import Said, name_pair


def verdict_buttons(row: Row, following: Row | None, language: Language) -> str:
    """Return the buttons for a pair of sentences, and whether people confirmed it.

    Parameters
    ----------
    following
        The row below, which may be joined with it; None where rows cannot be joined.
    """
    if row.a is None or row.b is None:
        return _group(_join(row, following, language), language)
    said = Said(row.a, row.b)
    parts = []
    if row.confirmed:
        parts.append(
            f'<b class="confirmed"><span aria-hidden="true">✓ </span>'
            f"{escape(message('pair-confirmed', language))}</b>"
        )
    several = row.a.count > 1 or row.b.count > 1
    if several:
        parts.append(_button("withdrawn", "pair-split", said, language))
    else:
        # Pressed once more it is as if nothing had been said.
        verdict = "withdrawn" if row.confirmed else "confirmed"
        parts.append(_button(verdict, "pair-right", said, language, pressed=row.confirmed))
    parts.append(_button("rejected", "pair-wrong", said, language))
    parts.append(_join(row, following, language))
    return _group("".join(parts), language)


def _group(buttons: str, language: Language) -> str:
    if not buttons:
        return ""
    label = escape(message("pair-verdict", language))
    return f'<span class="verdicts" role="group" aria-label="{label}">{buttons}</span>'


def _join(row: Row, following: Row | None, language: Language) -> str:
    if following is None:
        return ""
    a, b = _joined(row.a, following.a), _joined(row.b, following.b)
    if a is None or b is None:
        return ""
    return _button("confirmed", "pair-join", Said(a, b), language)


def _joined(one: Sentence | None, other: Sentence | None) -> Sentence | None:
    """Return two sentences as one; None where they do not follow each other in a passage."""
    if one is None or other is None:
        return one or other
    if one.passage.id != other.passage.id or one.number + one.count != other.number:
        return None
    span = one.span[0], other.span[1]
    return Sentence(one.passage, span, one.number, one.count + other.count)


def _button(
    verdict: str, name: str, said: Said, language: Language, *, pressed: bool | None = None
) -> str:
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    return (
        f'<button type="button" class="verdict" data-verdict="{verdict}" '
        f'data-said="{escape(name_pair(said))}"{state}>{escape(message(name, language))}</button>'
    )
