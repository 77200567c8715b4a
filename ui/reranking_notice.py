"""What a reader is told of a reranker that is not asked for every question."""

from indexer.passages import LANGUAGES, Language
from retriever.search import Index
from ui.messages import message


def reranking_notice(index: Index, language: Language) -> str:
    """Return in which directions the reranker of an index is not asked; empty if in none."""
    if index.reranking is None:
        return ""
    left_out = [
        message(
            "selftest-direction",
            language,
            asked=message(f"language-{asked_in}", language),
            wanted=message(f"language-{wanted}", language),
        )
        for asked_in in LANGUAGES
        for wanted in LANGUAGES
        if (asked_in, wanted) not in index.reranking.directions
    ]
    if not left_out:
        return ""
    return message(
        "reranker-not-asked",
        language,
        name=index.reranking.reranker.name,
        directions=message("separator", language).join(left_out),
    )
