"""Milvus over its protocol: what a generation of an index keeps there, written and searched.

Nothing else imports pymilvus, and this module only when a store is asked for: it takes two seconds.

A generation has two collections, each with a partition a language. Their names are made of the
index directory's and of the generation's, which is never given twice, so that a load touches
nothing that is searched::

    yinju_INDEX_GENERATION_passages   key, the vector and the terms of each passage, and what it is
    yinju_INDEX_GENERATION_sentences  key, the vector of each sentence

A key is the number of a passage, or the row of a sentence, in the lists of its language; see `key`.
Written again, a row replaces itself.
"""

import hashlib
import logging
import os
import socket
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ExtraNotInstalled, StoreRefused, StoreUnreachable
from indexer.passages import LANGUAGES, Language

TOKEN: Final = "YINJU_MILVUS_TOKEN"
"""The variable of the environment that holds what lets in: ``user:password`` or a key."""
EXTRA: Final = "milvus"
What: TypeAlias = Literal["passages", "sentences"]

LOADING: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds after which a call of a load that failed is made again, each time twice as many."""
SEARCHING: Final = (0.1, 0.2, 0.4)
"""The same of a search: who asks waits for it."""
CONNECTED: Final = 10.0
"""Seconds that connecting may take."""
ANSWER: Final = 60.0
"""Seconds that a single call may take."""

EXACT: Final = 50_000
"""Vectors of a collection up to which all are compared, so that nothing is missed."""
IN_MEMORY: Final = 20_000_000
"""Vectors up to which a graph in memory is searched, Malkov and Yashunin, "Efficient and robust
approximate nearest neighbor search using Hierarchical Navigable Small World graphs" (2018); beyond
that one on disk, Subramanya et al., "DiskANN" (2019)."""
ROWS_OF_A_SHARD: Final = 100_000_000
MOST_SHARDS: Final = 16

_PASSING: Final = frozenset({1, 2, 4, 8, 12, 103, 106, 202})
"""Codes that Milvus itself calls retriable: not ready, not available, too much at once, not loaded
yet."""
_NOT_THROUGH: Final = frozenset(
    {"UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "ABORTED"}
)
"""What gRPC calls the same."""
_AT_ONCE: Final = 1000
"""Rows that are fetched with one call."""
_LONGEST_TEXT: Final = 65_535
"""Bytes that a field of text takes. What is cut off is still found: terms and vectors are whole."""

_T = TypeVar("_T")
_Floats = NDArray[np.float32]
_Integers = NDArray[np.int64]


def connect(uri: str, *, pauses: Sequence[float] = SEARCHING) -> "Milvus":
    """Connect to a Milvus.

    Parameters
    ----------
    uri
        As `indexer.milvus_address.StoredIn.uri`.
    pauses
        Seconds after which a call that failed is made again.

    Raises
    ------
    ExtraNotInstalled
        pymilvus is not installed.
    StoreUnreachable, StoreRefused
        It does not answer, or does not let in.
    """
    if find_spec("pymilvus") is None:
        raise ExtraNotInstalled(feature=f"milvus:{uri}", extra=EXTRA)
    from pymilvus import MilvusClient

    # It writes to the terminal what it raises as well.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    token = os.environ.get(TOKEN, "")
    client = patiently(uri, lambda: MilvusClient(uri, token=token, timeout=CONNECTED), pauses)
    return Milvus(client, uri, pauses)


def patiently(
    uri: str,
    call: Callable[[], _T],
    pauses: Sequence[float],
    wait: Callable[[float], None] = time.sleep,
) -> _T:
    """Return what a call returns; one that fails for a reason that passes is made again.

    Raises
    ------
    StoreUnreachable
        It failed after the last pause as well.
    StoreRefused
        It failed for a reason that does not pass.
    """
    from grpc import RpcError
    from pymilvus.exceptions import MilvusException

    for pause in (*pauses, None):
        try:
            return call()
        except (MilvusException, RpcError) as error:
            if not _passes(error):
                raise StoreRefused(uri=uri, reason=_reason(error)) from error
            if pause is None:
                raise StoreUnreachable(uri=uri, reason=_reason(error)) from error
            wait(pause)
    raise AssertionError("the last call returns or raises")


def _passes(error: Any) -> bool:
    # A number of Milvus, or what gRPC says of a call that did not come through.
    code = error.code() if callable(error.code) else error.code
    return getattr(code, "name", None) in _NOT_THROUGH or code in _PASSING


def _reason(error: Exception) -> str:
    lines = str(getattr(error, "message", error)).splitlines()
    return lines[0][:200] if lines else type(error).__name__


def key(language: Language, number: int) -> int:
    """Return the key of a passage or sentence: no two of a collection may have the same."""
    return int(number) * len(LANGUAGES) + LANGUAGES.index(language)


def cut(text: str) -> str:
    """Return as much of a text as a field takes, less what UTF-8 does not have."""
    return text.encode("utf-8", "replace")[:_LONGEST_TEXT].decode("utf-8", "ignore")


def name_of(directory: Path, generation: str = "") -> str:
    """Return what the names of the collections of an index, or of one generation, begin with.

    Indexes share a Milvus: the name tells those of a directory of a machine from all others.
    """
    machine = ""
    with suppress(OSError):
        machine = Path("/etc/machine-id").read_text(encoding="ascii", errors="replace").strip()
    place = f"{machine}:{socket.gethostname()}:{directory.resolve()}"
    digest = hashlib.blake2b(place.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return f"yinju_{digest}_{generation.replace('-', '_')}"


def collection(name: str, what: What) -> str:
    """Return the name of a collection of a generation."""
    return f"{name}_{what}"


class Milvus:
    """A Milvus that answers; made by `connect`. Threads may share one."""

    def __init__(self, client: Any, uri: str, pauses: Sequence[float]) -> None:
        self._client = client
        self._uri = uri
        self._pauses = pauses

    @property
    def uri(self) -> str:
        """Its address."""
        return self._uri

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def create(self, name: str, what: What, *, dimension: int, rows: int) -> None:
        """Make an empty collection with a partition a language.

        Parameters
        ----------
        name
            Of the generation, by `name_of`.
        rows
            How many it will hold.
        """
        from pymilvus import DataType, MilvusClient

        schema = MilvusClient.create_schema(enable_dynamic_field=False)
        schema.add_field("key", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
        if what == "passages":
            schema.add_field("terms", DataType.SPARSE_FLOAT_VECTOR)
            # Read by nobody but people and their own programs, so not held in memory.
            for field in ("id", "source", "kind", "label", "section", "text"):
                schema.add_field(
                    field, DataType.VARCHAR, max_length=_LONGEST_TEXT, mmap_enabled=True
                )
        self._call(
            "create_collection",
            collection(name, what),
            schema=schema,
            num_shards=min(MOST_SHARDS, 1 + rows // ROWS_OF_A_SHARD),
            consistency_level="Bounded",
        )
        for language in LANGUAGES:
            self._call("create_partition", collection(name, what), language)

    def upsert(
        self, name: str, what: What, language: Language, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Write rows, or write them again."""
        self._call("upsert", collection(name, what), list(rows), partition_name=language)

    def seal(self, name: str, what: What, rows: int) -> None:
        """Index what was written, and make it ready to be searched."""
        from pymilvus import MilvusClient

        full = collection(name, what)
        self._call("flush", full)
        indexes = MilvusClient.prepare_index_params()
        indexes.add_index("vector", metric_type="IP", **_vector_index(rows))
        if what == "passages":
            indexes.add_index(
                "terms",
                index_type="SPARSE_INVERTED_INDEX",
                metric_type="IP",
                params={"inverted_index_algo": "DAAT_MAXSCORE"},
            )
        # A large one takes hours; both wait as long as it does.
        self._call("create_index", full, indexes, timeout=None)
        self._call("load_collection", full, timeout=None)

    def count(self, name: str, what: What) -> int:
        """Return how many rows can be searched, all that was written counted."""
        [row] = self._call(
            "query",
            collection(name, what),
            filter="",
            output_fields=["count(*)"],
            consistency_level="Strong",
        )
        return int(row["count(*)"])

    def names(self, prefix: str) -> list[str]:
        """Return the names of all collections that begin so."""
        return [name for name in self._call("list_collections") if name.startswith(prefix)]

    def drop(self, collections: Iterable[str]) -> None:
        """Remove collections by their full names; those that are not there are passed over."""
        for name in collections:
            self._call("drop_collection", name)

    def search(
        self,
        name: str,
        what: What,
        language: Language,
        vector: _Floats | Mapping[int, float],
        *,
        limit: int,
        rows: int,
        within: str = "",
    ) -> tuple[_Integers, _Floats]:
        """Return the numbers of the rows that score best for a vector, best first.

        Parameters
        ----------
        vector
            Dense, of shape (dimension,); or weights of terms, of passages only.
        rows
            How many the collection holds: the same as it was sealed with.
        within
            An expression that they must meet, as `within` makes it; empty for all.

        Returns
        -------
        numbers : ndarray of int64, shape (at most limit,)
        scores : ndarray of float32, same shape
            Inner products, higher is better.
        """
        sparse = isinstance(vector, Mapping)
        [hits] = self._call(
            "search",
            collection(name, what),
            [dict(vector) if isinstance(vector, Mapping) else vector],
            anns_field="terms" if sparse else "vector",
            limit=limit,
            filter=within,
            search_params={"params": {} if sparse else _effort(rows, limit)},
            partition_names=[language],
        )
        keys = np.array([hit["key"] for hit in hits], dtype=np.int64)
        scores = np.array([hit["distance"] for hit in hits], dtype=np.float32)
        return keys // len(LANGUAGES), scores

    def fetch(
        self,
        name: str,
        what: What,
        language: Language,
        numbers: Sequence[int],
        fields: Sequence[str],
    ) -> list[Mapping[str, Any]]:
        """Return fields of some rows, in the order of the numbers.

        Raises
        ------
        StoreRefused
            It has no such row.
        """
        found: dict[int, Mapping[str, Any]] = {}
        keys = [key(language, number) for number in numbers]
        for start in range(0, len(keys), _AT_ONCE):
            rows = self._call(
                "get",
                collection(name, what),
                ids=keys[start : start + _AT_ONCE],
                output_fields=["key", *fields],
                partition_names=[language],
            )
            found |= {row["key"]: row for row in rows}
        missing = len(set(keys) - found.keys())
        if missing:
            raise StoreRefused(uri=self._uri, reason=f"{missing} {what} are not there")
        return [found[wanted] for wanted in keys]

    def _call(self, method_name: str, *values: Any, **options: Any) -> Any:
        options = {"timeout": ANSWER} | options
        method = getattr(self._client, method_name)
        return patiently(self._uri, lambda: method(*values, **options), self._pauses)


def within(language: Language, numbers: _Integers) -> str:
    """Return the expression that rows with some numbers meet.

    Parameters
    ----------
    numbers : ndarray of int64, shape (n,)
        Ascending, at least one. Those of a document or section follow each other.
    """
    breaks = np.flatnonzero(np.diff(numbers) != 1)
    firsts = numbers[np.concatenate([[0], breaks + 1])].tolist()
    lasts = numbers[np.concatenate([breaks, [len(numbers) - 1]])].tolist()
    if 2 * len(firsts) > len(numbers):
        return f"key in [{','.join(str(key(language, number)) for number in numbers.tolist())}]"
    return " or ".join(
        f"(key >= {key(language, first)} and key <= {key(language, last)})"
        for first, last in zip(firsts, lasts, strict=True)
    )


def _vector_index(rows: int) -> dict[str, Any]:
    if rows <= EXACT:
        return {"index_type": "FLAT"}
    if rows <= IN_MEMORY:
        return {"index_type": "HNSW", "params": {"M": 32, "efConstruction": 200}}
    return {"index_type": "DISKANN"}


def _effort(rows: int, limit: int) -> dict[str, int]:
    """Return how far a search goes: through twice as many as it returns."""
    if rows <= EXACT:
        return {}
    return {"ef" if rows <= IN_MEMORY else "search_list": 2 * limit}
