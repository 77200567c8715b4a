"""Any cross-encoder that sentence-transformers loads: reads a question and a passage together."""

import json
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.encoders import encodable
from indexer.errors import ModelUnavailable, RerankerUnavailable
from indexer.sentence_transformers_loading import first_line, load_model

_BATCH: Final = 16
_HEADS: Final = ("ForSequenceClassification", "ForCausalLM")
"""How the architectures end that give a score for a pair. Of others the library would take the
body, and a head with numbers by chance."""


class SentenceTransformersReranker:
    """A cross-encoder of sentence-transformers. What is longer than its limit, it cuts off.

    Parameters
    ----------
    name
        A local folder or the name of a model on the hub. Code that a model brings is not run.

    Raises
    ------
    ExtraNotInstalled
        sentence-transformers is not installed.
    RerankerUnavailable
        The model cannot be found, downloaded or loaded, or is none that scores pairs.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        """The folder or the name on the hub, as it was given."""
        # subtle: a tokenizer sets its padding anew for each call, and does not bear two at once.
        self._lock = Lock()
        try:
            self._model, folder, _ = load_model(name, "CrossEncoder")
        except ModelUnavailable as error:
            raise RerankerUnavailable(model=name, reason=error.values["reason"]) from error
        _require_head(name, folder)
        if self._model.num_labels != 1:
            reason = f"it gives {self._model.num_labels} scores for a pair, and not one"
            raise RerankerUnavailable(model=name, reason=reason)
        try:
            self.score("", [""])
        except Exception as error:
            raise RerankerUnavailable(model=name, reason=first_line(error)) from error

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return how well texts answer a question.

        Returns
        -------
        ndarray of float32, shape (len(texts),)
            Logits: higher is better, and any number.
        """
        if not texts:
            return np.empty(0, dtype=np.float32)
        pairs = [(encodable(question), encodable(text)) for text in texts]
        with self._lock:
            scores = self._model.predict(
                pairs, batch_size=_BATCH, activation_fn=_as_it_is, show_progress_bar=False
            )
        return np.asarray(scores, dtype=np.float32).reshape(len(texts))


def _as_it_is(scores: object) -> object:
    """Give logits also of models that have an activation, which others of the kind do not."""
    return scores


def _require_head(name: str, folder: Path) -> None:
    try:
        configuration = json.loads((folder / "config.json").read_bytes())
        architectures = configuration.get("architectures") or [""]
    except (OSError, ValueError, AttributeError) as error:
        raise RerankerUnavailable(model=name, reason="it has no readable config.json") from error
    if not str(architectures[0]).endswith(_HEADS):
        reason = f"it is no cross-encoder ({architectures[0] or 'of an unknown architecture'})"
        raise RerankerUnavailable(model=name, reason=reason)
