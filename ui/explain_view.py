"""Why a passage stands where it stands, as HTML: sentences, bars, and the words of the question."""

from html import escape

from indexer.passages import Language
from retriever.explain import Explanation
from ui.explain_words import compared_words, part_words, rank_words, term_words
from ui.html import LANGUAGE_TAGS
from ui.messages import message


def explanation_view(explained: Explanation, language: Language) -> str:
    """Return an explanation; the page puts it where it was asked for."""
    standing = explained.standing
    ranks = "".join(f"<p>{escape(line)}</p>" for line in rank_words(explained, language))
    most = max(abs(value) for _, _, value in part_words(standing, language)) or 1.0
    parts = "".join(
        f'<div><dt>{escape(name)}</dt><dd><span class="bar{" less" if value < 0 else ""}" '
        f'aria-hidden="true" style="--share: {100 * abs(value) / most:.0f}%"></span>'
        f"<span>{escape(words)}</span></dd></div>"
        for name, words, value in part_words(standing, language)
    )
    terms = "".join(
        f"<div><dt>{escape(asked)}</dt><dd>{escape(said)}</dd></div>"
        for asked, said in (term_words(term, language) for term in standing.terms)
    )
    compared = compared_words(explained, language)
    beside = "".join(f"<p>{escape(line)}</p>" for line in compared[1:])
    if compared:
        beside = f"<h4>{escape(compared[0])}</h4>{beside}"
    title = escape(standing.citation.in_language(language))
    return (
        f'<div class="explanation" lang="{LANGUAGE_TAGS[language]}" '
        f'data-passage="{escape(standing.passage.id)}"><h3>{title}</h3>{ranks}{beside}'
        f"<h4>{escape(message('explain-parts', language))}</h4><dl>{parts}</dl>"
        f"<h4>{escape(message('explain-terms', language))}</h4><dl>{terms}</dl></div>"
    )


def explained_drawer(language: Language) -> str:
    """Return the drawer for the explanation of a passage of the document, still empty."""
    return (
        f'<div lang="{LANGUAGE_TAGS[language]}"><button type="button" class="quiet close">'
        f"{escape(message('close-history', language))}</button>"
        '<div class="explained"></div></div>'
    )
