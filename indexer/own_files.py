"""The files beside the documents that are about the collection and no documents themselves."""

from typing import Final

GLOSSARY_NAME: Final = "glossary.tsv"
"""What one concept is called in both languages: `indexer.glossary`."""
CORRECTIONS_NAME: Final = "corrections.tsv"
"""Which sentences people said belong together, or do not: `indexer.corrections`."""

OWN_FILES: Final = frozenset({GLOSSARY_NAME, CORRECTIONS_NAME})
"""Never read as documents, whatever suffixes are."""
