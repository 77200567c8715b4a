"""An explanation in sentences, for the terminal and the page alike."""

from collections.abc import Iterator

from indexer.gazetteer import MARK
from indexer.passages import Language
from retriever.explain import Exclusion, Explanation
from retriever.standing import ExplainedTerm, Standing
from ui.messages import message

ALTERNATIVES: int = 4
"""How many translations of a term are named."""


def rank_words(explanation: Explanation, language: Language) -> list[str]:
    """Return where the passage stands, and why it is not shown where it is not."""
    standing = explanation.standing
    lines = []
    if explanation.excluded:
        names = (_filter(exclusion, language) for exclusion in explanation.excluded)
        filters = message("separator", language).join(names)
        lines.append(message("explain-excluded", language, filters=filters))
    lines.append(
        message(
            "explain-rank",
            language,
            rank=standing.rank,
            size=standing.size,
            own_rank=standing.own_rank,
            own_size=standing.own_size,
            name=message(f"language-{standing.passage.language}", language),
        )
    )
    if explanation.reranker is not None:
        lines.append(message("explain-reranked", language, name=explanation.reranker))
    elif not explanation.shown and not explanation.excluded:
        lines.append(message("explain-not-shown", language, top_k=explanation.top_k))
    return lines


def part_words(standing: Standing, language: Language) -> Iterator[tuple[str, str, float]]:
    """Yield the parts of a score: what it is, how much in words, and how much."""
    for channel in standing.channels:
        words = message("explain-part", language, part=f"{channel.part:+.2f}", rank=channel.rank)
        yield message(f"explain-{channel.name}", language), words, channel.part
    words = message("explain-level-part", language, part=f"{-standing.level:+.2f}")
    yield message("explain-level", language), words, -standing.level
    yield message("explain-total", language), f"{standing.score:+.2f}", standing.score


def term_words(term: ExplainedTerm, language: Language) -> tuple[str, str]:
    """Return a term as it was asked, and what it does for the passage."""
    share = round(100 * term.share)
    comma = message("separator", language)
    if term.found:
        said = message("explain-found", language, words=comma.join(term.found), share=share)
    elif term.share > 0:
        said = message("explain-headings", language, share=share)
    elif term.alternatives:
        said = message("explain-absent", language)
    else:
        said = message("explain-nowhere", language)
    others = [name for name, _ in term.alternatives if name != term.term]
    if others and not term.term.startswith(MARK):
        words = comma.join(others[:ALTERNATIVES])
        said += f" · {message('explain-translated', language, words=words)}"
    return comma.join(term.asked), said


def compared_words(explanation: Explanation, language: Language) -> list[str]:
    """Return how the passage does beside the one that it is compared with."""
    other = explanation.other
    if other is None:
        return []
    gap = explanation.standing.score - other.score
    # What points the way that the whole difference does.
    decisive = next(d for d in explanation.differences if d.value * gap >= 0)
    citation = other.citation.in_language(language)
    lines = [
        message("explain-compared", language, rank=other.rank, citation=citation),
        message(
            "explain-ahead" if gap > 0 else "explain-behind",
            language,
            gap=f"{abs(gap):.2f}",
            channel=message(f"explain-{decisive.name}", language),
            value=f"{decisive.value:+.2f}",
        ),
    ]
    missed = [message("separator", language).join(t.asked) for t in explanation.terms_missed]
    if missed and gap <= 0:
        words = message("separator", language).join(missed)
        lines.append(message("explain-missed", language, words=words))
    return lines


def _filter(exclusion: Exclusion, language: Language) -> str:
    return exclusion.column or message(f"explain-{exclusion.subject}", language)
