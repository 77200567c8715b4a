"""Cross-encoders that sentence-transformers loads: their scores, and what is refused."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import ExtraNotInstalled, RerankerUnavailable
from indexer.sentence_transformers_reranker import SentenceTransformersReranker
from retriever.reranking import open_reranking
from tests.cross_encoder import write_cross_encoder
from tests.ui.command_line import one_line, run, speak_english
from ui.messages import error_message

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]

QUESTION = "when was the lighthouse built?"
TEXTS = ["in 1931.", "灯塔是何时建成的", "", "the harbour " * 60, "\ud800 \0"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_cross_encoder(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def reranker(folder: Path) -> SentenceTransformersReranker:
    return SentenceTransformersReranker(str(folder))


def test_scores_are_the_logits_of_the_model(
    folder: Path, reranker: SentenceTransformersReranker
) -> None:
    import torch
    from transformers import AutoTokenizer, BertForSequenceClassification

    model = BertForSequenceClassification.from_pretrained(folder)
    model.train(False)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    for text in filter(None, TEXTS[:4]):
        read = tokenizer(QUESTION, text, truncation=True, return_tensors="pt")
        with torch.inference_mode():
            expected = model(**read).logits.item()
        assert reranker.score(QUESTION, [text])[0] == pytest.approx(expected, abs=1e-4)


def test_a_score_does_not_depend_on_the_other_texts(reranker: SentenceTransformersReranker) -> None:
    together = reranker.score(QUESTION, TEXTS)
    assert together.dtype == np.float32
    assert together.shape == (5,)
    assert together.std() > 0.01
    alone = [reranker.score(QUESTION, [text])[0] for text in TEXTS]
    np.testing.assert_allclose(together, alone, atol=1e-4)
    backwards = reranker.score(QUESTION, TEXTS[::-1])[::-1]
    np.testing.assert_allclose(together, backwards, atol=1e-4)
    assert reranker.score(QUESTION, []).shape == (0,)


def test_an_activation_of_the_model_is_left_out(
    folder: Path, tmp_path: Path, reranker: SentenceTransformersReranker
) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    config = json.loads((folder / "config.json").read_bytes())
    activation = {"activation_fn": "torch.nn.modules.activation.Sigmoid"}
    (tmp_path / "config.json").write_text(
        json.dumps(config | {"sentence_transformers": activation})
    )
    other = SentenceTransformersReranker(str(tmp_path))
    np.testing.assert_allclose(
        other.score(QUESTION, TEXTS), reranker.score(QUESTION, TEXTS), atol=1e-4
    )


def test_one_that_tells_no_answer_is_refused_in_the_language_of_the_user(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(RerankerUnavailable, match="does not tell answers") as caught:
        open_reranking(str(folder))
    assert "或者去掉 --reranker" in error_message(caught.value, "zh")
    speak_english(monkeypatch)
    status, out, err = run(capsys, "search", "lighthouse", "--reranker", folder)
    assert (status, out) == (1, "")
    assert "leave out --reranker" in one_line(err)


def test_a_model_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RerankerUnavailable, match=r"no cross-encoder \(BertModel\)"):
        SentenceTransformersReranker(str(write_cross_encoder(tmp_path / "body", body_only=True)))
    with pytest.raises(RerankerUnavailable, match="3 scores for a pair"):
        SentenceTransformersReranker(str(write_cross_encoder(tmp_path / "three", labels=3)))
    with pytest.raises(RerankerUnavailable, match="no such folder"):
        SentenceTransformersReranker(str(tmp_path / "nothing"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(RerankerUnavailable, match="the folder holds no model"):
        SentenceTransformersReranker(str(tmp_path / "empty"))
    (tmp_path / "empty" / "config.json").write_text("{")
    with pytest.raises(RerankerUnavailable) as caught:
        SentenceTransformersReranker(str(tmp_path / "empty"))
    assert "\n" not in str(caught.value)


def test_a_missing_package_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ExtraNotInstalled, match=r"pip install 'yinju\[sentence-transformers\]'"):
        SentenceTransformersReranker(str(folder))
