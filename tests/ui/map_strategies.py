"""Maps of sections with headings of any kind, for tests of what is drawn and written of them."""

import numpy as np
from hypothesis import strategies as st

from indexer.manifest import IndexedDocument
from indexer.passages import LANGUAGES, Language, Passage
from retriever.hits import Citation
from retriever.section_map import MapSection, MapSide, SectionMap, Uncovered
from retriever.sides import Side

HOSTILE = "\"'><script>alert(1)</script>&amp;\x00\x1b[31m\ud800\ufffe\u202e]]>"

headings = st.one_of(
    st.text(max_size=80), st.sampled_from(["一. 引言", "I. Introduction", HOSTILE])
)


def make_section(
    number: int,
    heading: str,
    counterparts: tuple[int, ...] = (),
    coverage: float = 0.0,
    path: tuple[str, ...] = (),
    *,
    loose: bool = False,
) -> MapSection:
    return MapSection(
        source="a.md",
        section_id=None if loose else f"a:{number}",
        heading=heading,
        path=path,
        level=0 if loose else len(path) + 1,
        passages=number + 1,
        coverage=coverage,
        counterparts=counterparts,
    )


def make_side(
    language: Language, sections: list[MapSection], title: str | None = None, symbol: str = ""
) -> MapSide:
    document = None
    if title is not None:
        document = IndexedDocument("a.md", "0", title, symbol or None, ("zh", "en"))
    passages = sum(section.passages for section in sections)
    text = "没有对应内容" if language == "zh" else "without a counterpart"
    passage = Passage("a:p", "a.md", "paragraph", language, "1", (), ((0, len(text)),), text, ())
    uncovered = (Uncovered(passage, Citation("《甲》，第1段", "A, para. 1")),) if sections else ()
    source = None if document is None else document.source
    return MapSide(Side(language, source), document, tuple(sections), passages, uncovered)


@st.composite
def maps(draw: st.DrawFn) -> SectionMap:
    counts = (draw(st.integers(0, 6)), draw(st.integers(0, 6)))
    sides = []
    for number, language in enumerate(LANGUAGES):
        others = list(range(counts[1 - number]))
        sections = []
        for place in range(counts[number]):
            named = tuple(draw(st.permutations(others))[: draw(st.integers(0, 3))])
            sections.append(
                make_section(
                    place,
                    draw(headings),
                    named,
                    draw(st.sampled_from([0.004, 0.5, 0.996, 1.0])) if named else 0.0,
                    tuple(draw(st.lists(headings, max_size=2))),
                    loose=draw(st.booleans()),
                )
            )
        title = draw(st.one_of(st.none(), headings))
        sides.append(make_side(language, sections, title))
    scores = [[draw(st.floats(0, 1)) for _ in range(counts[1])] for _ in range(counts[0])]
    return SectionMap(sides[0], sides[1], np.array(scores, np.float32).reshape(counts))


def small_map() -> SectionMap:
    """Return a map of three sections against two, the last of the three without a counterpart."""
    a = [
        make_section(0, "封面", (0,), 0.5, loose=True),
        make_section(1, "一. 引言", (1, 0), 1.0),
        make_section(2, "A. 酸面包", path=("一. 引言",)),
    ]
    b = [
        make_section(0, "Cover", (0,), 1.0),
        make_section(1, "I. Introduction", (1,), 0.999),
    ]
    scores = np.array([[0.61, 0.2], [0.55, 0.97], [0.02, 0.31]], np.float32)
    return SectionMap(
        make_side("zh", a, "甲"), make_side("en", b, "The first", symbol="A/1/1"), scores
    )
