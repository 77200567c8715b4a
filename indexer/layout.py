"""Where the files of a generation are."""

from pathlib import Path
from typing import Final

from indexer.passages import Language

STORE: Final = "passages.sqlite"
GLOSSARY: Final = "glossary.jsonl"
CORRECTIONS: Final = "corrections.jsonl"
TRANSLATIONS: Final = "translations.sqlite"
PASSAGE_VECTORS: Final = "passages.faiss"
SENTENCE_VECTORS: Final = "sentences.faiss"
NEAREST: Final = "nearest.faiss"
QUESTION_MEAN: Final = "question-mean.npy"
EVERYDAY: Final = "everyday.npy"
OWNERS: Final = "owners.npy"
"""The passage of each sentence, where the vectors are in Milvus."""


def lexical_folder(folder: Path, language: Language) -> Path:
    """Return where the lexical index of a language is."""
    return folder / "lexical" / language


def vector_folder(folder: Path, language: Language) -> Path:
    """Return where the vectors of a language are."""
    return folder / "vectors" / language
