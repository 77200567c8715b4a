"""Which terms of the other language a term stands for, and how likely each is.

Probabilistic structured queries (Darwish and Oard, "Probabilistic structured query methods",
SIGIR 2003) replace a term of the question by weighted alternatives. Here they are taken from a
dictionary in both directions, and only those are kept that the collection has. A usual meaning
weighs more than a later one, and a word of a gloss less the longer the gloss is. The weights of
a term are square roots of these shares, brought to a sum of one: in dictionaries the first
meaning is seldom as much more likely than the next one as its place says.
"""

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Final

from indexer.dictionary import DictionaryEntry
from indexer.errors import DamagedIndex
from indexer.new_database import new_database

ALTERNATIVES: Final = 8
"""How many translations of a term are kept, the likeliest ones."""


def translate(
    entries: Iterable[DictionaryEntry], chinese: Container[str], english: Container[str]
) -> dict[str, dict[str, float]]:
    """Return the translations of all terms of a dictionary into the terms of a collection.

    Parameters
    ----------
    entries
        The dictionary.
    chinese, english
        The index terms that the collection has in each language.

    Returns
    -------
    dict
        For each term, of either language, its translations with their weights, which add up to
        one; the likeliest first.
    """
    into_english: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    into_chinese: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for entry in entries:
        has_word = entry.word in chinese
        for place, gloss in enumerate(entry.glosses, start=1):
            share = 1 / (place**0.5 * len(gloss))
            for term in gloss:
                if term in english:
                    into_english[entry.word][term] += share
                if has_word:
                    into_chinese[term][entry.word] += share / len(gloss)
    return {
        term: _weights(shares)
        for direction in (into_english, into_chinese)
        for term, shares in direction.items()
    }


def write_translations(translations: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """Write translations to a new SQLite file.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    with new_database(path) as connection:
        connection.execute(
            "CREATE TABLE translations (term TEXT, translation TEXT, weight REAL,"
            " PRIMARY KEY (term, weight, translation)) WITHOUT ROWID"
        )
        connection.executemany(
            "INSERT INTO translations VALUES (?, ?, ?)",
            (
                (term, translation, weight)
                for term, weights in sorted(translations.items())
                for translation, weight in weights.items()
            ),
        )


class Translations:
    """The translations of an index, opened for reading; made by `Translations.open`.

    Threads may share one.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path) -> "Translations":
        """Open what `write_translations` wrote.

        Raises
        ------
        FileNotFoundError
            The file is missing.
        DamagedIndex
            It cannot be understood.
        """
        path.stat()
        location = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            connection = sqlite3.connect(location, uri=True, check_same_thread=False)
            connection.execute("SELECT term FROM translations LIMIT 1")
        except sqlite3.Error as error:
            raise DamagedIndex(directory=path.parent, detail=f"{path.name}: {error}") from error
        return cls(connection, path)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def of(self, term: str) -> dict[str, float]:
        """Return the translations of a term with their weights, the likeliest first.

        Returns
        -------
        dict
            Weights add up to one; empty for a term that the dictionary does not have, or none
            of whose translations stands in the collection.
        """
        try:
            with self._lock:
                rows = self._connection.execute(
                    "SELECT translation, weight FROM translations WHERE term = ?"
                    " ORDER BY weight DESC, translation",
                    (term,),
                ).fetchall()
        except UnicodeEncodeError:
            return {}
        except sqlite3.DatabaseError as error:
            raise DamagedIndex(
                directory=self._path.parent, detail=f"{self._path.name}: {error}"
            ) from error
        return dict(rows)


def _weights(shares: Mapping[str, float]) -> dict[str, float]:
    best = sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:ALTERNATIVES]
    total = sum(share**0.5 for _, share in best)
    return {term: share**0.5 / total for term, share in best}
