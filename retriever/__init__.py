"""Questions to ranked passages, evidence and citations; counterparts across languages.

Whoever searches from Python needs these names and no others::

    index = open_index(Path(".yinju"))
    answer = ask(index, "How often do the heads of UNOCT and CTED meet?")
"""

from retriever.answers import ask
from retriever.comparing import compare
from retriever.counterparts import Counterpart
from retriever.hits import Answer, Citation, Hit, Quote, Results

# subtle: loaded here, not when it is first used, or `retriever.search` would be the module.
from retriever.search import Index, cite_passage, open_index, search

__all__ = [
    "Answer",
    "Citation",
    "Counterpart",
    "Hit",
    "Index",
    "Quote",
    "Results",
    "ask",
    "cite_passage",
    "compare",
    "open_index",
    "search",
]
