"""The basket of quotations as HTML: pure functions, in the words of the reader's language."""

import json
from base64 import b64encode
from collections.abc import Sequence
from html import escape

from indexer.errors import YinjuError
from indexer.passages import Language
from retriever.quotations import quotation_record
from ui.basket import MOST_QUOTATIONS, Kept
from ui.html import LANGUAGE_TAGS, cite_button
from ui.messages import error_message, message


def basket_head(language: Language) -> str:
    """Return what stands above the quotations, and the words that the page says by itself."""
    words = {
        "full": message("basket-full", language, most=MOST_QUOTATIONS),
        "unsaved": message("basket-unsaved", language),
        "most": str(MOST_QUOTATIONS),
    }
    data = " ".join(f'data-{name}="{escape(text)}"' for name, text in words.items())
    return (
        f'<div class="drawer-head" lang="{LANGUAGE_TAGS[language]}" {data}>'
        f"<h2>{escape(message('basket', language))}</h2>"
        '<button type="button" class="quiet" popovertarget="basket" popovertargetaction="hide">'
        f"{escape(message('close-basket', language))}</button>"
        f"<p>{escape(message('basket-hint', language))}</p></div>"
    )


def basket_view(kept: Sequence[Kept | None], language: Language) -> str:
    """Return the quotations in their order, with what became of each and what to do with it."""
    tag = LANGUAGE_TAGS[language]
    if not kept:
        empty = escape(message("basket-empty", language))
        return f'<div class="basket" lang="{tag}"><p class="none" role="status">{empty}</p></div>'
    items = "".join(_item(number, len(kept), found, language) for number, found in enumerate(kept))
    exports = "".join(
        f'<button type="button" class="quiet" data-export="{kind}">'
        f"{escape(message(f'export-{kind}', language))}</button>"
        for kind in ("markdown", "docx")
    )
    return (
        f'<div class="basket" lang="{tag}"><p class="exports">{exports}</p><ol>{items}</ol></div>'
    )


def exported_view(file: tuple[str, str, bytes] | None, turn: str) -> str:
    """Return a link that the page follows at once.

    Parameters
    ----------
    turn
        Another one for each export, so that the page sees one that is made again.
    """
    if file is None:
        return ""
    name, media, content = file
    data = f"data:{media};base64,{b64encode(content).decode('ascii')}"
    return f'<a download="{escape(name)}" data-turn="{escape(turn)}" href="{data}">{name}</a>'


def cited_view(asked: str, formats: dict[str, str] | YinjuError, language: Language) -> str:
    """Return a quotation in all formats for the menu that asked for it."""
    if isinstance(formats, YinjuError):
        formats = {"failed": error_message(formats, language)}
    data = " ".join(f'data-{name}="{_attribute(text)}"' for name, text in formats.items())
    return f'<span data-asked="{escape(asked)}" {data}></span>'


def _item(number: int, total: int, kept: Kept | None, language: Language) -> str:
    if kept is None:
        told = escape(message("basket-unreadable", language))
        buttons = _buttons(number, total, str(number + 1), language)
        return f'<li><p class="receipt gone">{told}</p><p class="acts">{buttons}</p></li>'
    quotation = kept.quotation
    citation = quotation.citation.in_language(language)
    cited = f'<span class="cited-once">{escape(citation)}</span>'
    if kept.checked.passage is not None:
        cited = cite_button(kept.checked.passage, citation, "", language)
    note = escape(message("note", language))
    name = f"{note}{escape(message('colon', language) + citation)}"
    return (
        f'<li><blockquote lang="{LANGUAGE_TAGS[quotation.language]}"><p>{escape(quotation.text)}'
        f"</p></blockquote><p>{cited}</p>{_receipt(number, kept, language)}"
        f'<textarea rows="2" maxlength="2000" data-note="{number}" aria-label="{name}" '
        f'placeholder="{note}">{escape(quotation.note)}</textarea>'
        f'<p class="acts">{_buttons(number, total, citation, language)}</p></li>'
    )


def _receipt(number: int, kept: Kept, language: Language) -> str:
    state = kept.checked.state
    where = "" if kept.citation is None else kept.citation.in_language(language)
    words = escape(message(f"receipt-{state}", language, citation=where))
    renew = ""
    if kept.renewed is not None:
        record = _attribute(json.dumps(quotation_record(kept.renewed)))
        renew = (
            f' <button type="button" class="quiet" data-act="renew" data-number="{number}" '
            f'data-item="{record}">{escape(message("renew-citation", language))}</button>'
        )
    return f'<p class="receipt {state}">{words}{renew}</p>'


def _buttons(number: int, total: int, citation: str, language: Language) -> str:
    possible = {"up": number > 0, "down": number < total - 1, "remove": True}
    colon = message("colon", language)
    return "".join(
        f'<button type="button" class="quiet" data-act="{act}" data-number="{number}" '
        f'aria-label="{escape(message(f"item-{act}", language) + colon + citation)}"'
        f"{'' if enabled else ' disabled'}>{escape(message(f'item-{act}', language))}</button>"
        for act, enabled in possible.items()
    )


def _attribute(text: str) -> str:
    # HTML makes line ends alike; those of RIS are to stay.
    return escape(text).replace("\r", "&#13;").replace("\n", "&#10;")
