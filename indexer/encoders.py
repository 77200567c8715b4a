"""What turns texts into vectors, whichever model does it.

There are two real ones: the model that comes with the installation, and any model that
sentence-transformers loads. Each is imported when it is asked for, so that a command that needs
the one does not wait for the other.
"""

from collections.abc import Callable, Sequence
from typing import Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

EMBEDDED_MODEL: Final = "embedded:multilingual-e5-small"
"""The name of the model that comes with the installation. No folder and no repository of a hub
can be called so."""


Finished: TypeAlias = Callable[[Sequence[int], NDArray[np.float32]], None]
"""Called with the numbers of texts whose vectors are known, and these, in the same order."""


class Encoder(Protocol):
    """A model that encodes passages and questions into one space.

    Threads may share one. Texts of any kind are taken: empty ones, and such with NUL characters
    or lone surrogates in them.
    """

    @property
    def name(self) -> str:
        """What `load_encoder` was asked for."""
        ...

    @property
    def fingerprint(self) -> str:
        """Tells models of the same name apart: vectors of different fingerprints do not mix."""
        ...

    @property
    def dimension(self) -> int:
        """Number of columns of the vectors."""
        ...

    def encode_passages(
        self, texts: Sequence[str], finished: Finished | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of passages.

        Parameters
        ----------
        texts
            There may be none.
        finished
            Called from time to time in this thread, in all with each text once.

        Returns
        -------
        ndarray of float32, shape (len(texts), dimension)
            Unit rows in the order of the texts.
        """
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions.

        Parameters
        ----------
        texts
            There may be none.

        Returns
        -------
        ndarray of float32, shape (len(texts), dimension)
            Unit rows in the order of the texts.
        """
        ...


def load_encoder(name: str) -> Encoder:
    """Load a model.

    Parameters
    ----------
    name
        `EMBEDDED_MODEL`, or what sentence-transformers takes: a local folder or the name of a
        model on the hub.

    Raises
    ------
    ExtraNotInstalled
        The model needs sentence-transformers, which is not installed.
    ModelUnavailable
        The model cannot be found or loaded.
    """
    if name == EMBEDDED_MODEL:
        from indexer.embedded_encoder import EmbeddedEncoder

        return EmbeddedEncoder()
    from indexer.sentence_transformers_encoder import SentenceTransformersEncoder

    return SentenceTransformersEncoder(name)


def encodable(text: str) -> str:
    """Return a text as tokenizers can take it: without NUL characters and lone surrogates.

    Both become what a tokenizer reads as white space; surrogates that make a pair become the
    character that they stand for.
    """
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", " ")
