"""Two documents with their translations, and one that has none."""

from itertools import chain
from pathlib import Path

from indexer.corrections import Correction, write_corrections

ALIGNED = Path(__file__).parents[1] / "eval" / "alignment"

GROUPS_TOGETHER = 3
"""How many aligned groups of sentences make a paragraph on either side."""


def _sentences(name: str, language: str) -> list[str]:
    path = ALIGNED / f"{name}.{language}.txt"
    return path.read_text(encoding="utf-8").splitlines()


def _gold(name: str) -> list[tuple[list[int], list[int]]]:
    lines = (ALIGNED / f"{name}.gold.tsv").read_text(encoding="utf-8").splitlines()[1:]
    cells = (line.split("\t") for line in lines)
    return [([int(n) for n in zh.split()], [int(n) for n in en.split()]) for zh, en in cells]


CONFIRMED = Correction(
    "confirmed", tuple(_sentences("museum", "zh")[2:4]), (_sentences("museum", "en")[3],)
)
"""What people said of the translation; it is so."""


def write_parallel_documents(folder: Path) -> None:
    """Write museum.zh.md, museum.en.md, water.zh.md, water.en.md and alone.zh.md."""
    for name in ("museum", "water"):
        groups = _gold(name)
        for side, (language, heading) in enumerate((("zh", "# 历史"), ("en", "# A history"))):
            sentences = _sentences(name, language)
            joint = "" if language == "zh" else " "
            paragraphs = [heading]
            for first in range(0, len(groups), GROUPS_TOGETHER):
                together = groups[first : first + GROUPS_TOGETHER]
                numbers = chain.from_iterable(group[side] for group in together)
                paragraphs.append(joint.join(sentences[number] for number in numbers))
            text = "\n\n".join(filter(None, paragraphs)) + "\n"
            (folder / f"{name}.{language}.md").write_text(text, encoding="utf-8")
    (folder / "alone.zh.md").write_text("# 食谱\n\n先把面粉和水揉成面团。\n", encoding="utf-8")
    write_corrections(folder / "corrections.tsv", [CONFIRMED])
