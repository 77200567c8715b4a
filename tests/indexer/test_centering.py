"""Centring lays the two languages on each other."""

import numpy as np
import pytest

from indexer.centering import PHRASES, centre, find_phrases, passage_mean, question_mean
from indexer.encoders import Encoder
from indexer.everyday import EVERYDAY_QUESTIONS, EVERYDAY_STATEMENTS
from indexer.languages import language_of
from indexer.passages import LANGUAGES

PAIRS = (
    ("猫在沙发上睡觉。", "The cat is sleeping on the sofa."),
    ("银行提高了贷款利率。", "The bank raised the interest rate on loans."),
    ("医生建议他多喝水。", "The doctor advised him to drink more water."),
    ("桥梁将于明年完工。", "The bridge will be finished next year."),
    ("这条河的水位正在下降。", "The level of the river is falling."),
    ("学生们参观了博物馆。", "The students visited the museum."),
)


@pytest.mark.model
def test_centred_translations_are_nearer_than_anything_of_their_own_language(
    encoder: Encoder,
) -> None:
    chinese = encoder.encode_passages([zh for zh, _ in PAIRS])
    english = encoder.encode_passages([en for _, en in PAIRS])
    chinese = centre(chinese, passage_mean([chinese], encoder, "zh"))
    english = centre(english, passage_mean([english], encoder, "en"))
    across = (chinese @ english.T).diagonal()
    within = chinese @ chinese.T - 2 * np.eye(len(PAIRS))
    assert (across > within.max(axis=1)).all()


@pytest.mark.model
def test_questions_of_the_collection_move_the_mean_towards_it(encoder: Encoder) -> None:
    texts = ["河流的水位正在下降，两岸的农田因此缺水。", "水库为城市供水，夏季供水量最大。"] * 20
    own = encoder.encode_queries(["水库什么时候供水最多？", "水位为什么下降？"]).mean(axis=0)
    with_phrases = question_mean(encoder, "zh", texts)
    without = question_mean(encoder, "zh", [])
    assert with_phrases.shape == without.shape == (encoder.dimension,)

    def cosine(vector: np.ndarray) -> float:
        return float(vector @ own / np.linalg.norm(vector) / np.linalg.norm(own))

    assert cosine(with_phrases) > cosine(without)
    everyday = encoder.encode_queries(EVERYDAY_QUESTIONS["zh"]).mean(axis=0)
    np.testing.assert_allclose(without, everyday, atol=1e-6)


def test_phrases_are_spread_distinct_and_of_the_right_length() -> None:
    texts = [f"第{n}个水库的水位正在下降，两岸农田缺水{n}天。" for n in range(500)]
    phrases = find_phrases(texts, "zh")
    assert len(phrases) == len(set(phrases)) == PHRASES
    assert all(4 <= len(phrase) <= 16 for phrase in phrases)
    assert find_phrases([], "en") == []
    assert find_phrases(["short, no; a.b"], "en") == []


def test_a_text_more_among_many_leaves_nearly_all_phrases_as_they_are() -> None:
    texts = [f"第{n}个水库的水位正在下降，两岸农田缺水{n}天。" for n in range(5_000)]
    phrases = find_phrases(iter(texts), "zh")
    assert len(phrases) == len(set(phrases)) == PHRASES
    assert find_phrases(texts[::-1], "zh") == phrases
    more = find_phrases(["第一座灯塔建于海边，现已停用。", *texts], "zh")
    assert len(set(more) - set(phrases)) <= 1


def test_a_vector_equal_to_the_mean_becomes_zero() -> None:
    mean = np.array([0.6, 0.8], dtype=np.float32)
    centred = centre(np.array([[0.6, 0.8], [1.0, 0.0]], dtype=np.float32), mean)
    assert centred[0].tolist() == [0.0, 0.0]
    assert np.linalg.norm(centred[1]) == pytest.approx(1)


def test_everyday_life_is_the_same_in_both_languages() -> None:
    for texts in (EVERYDAY_QUESTIONS, EVERYDAY_STATEMENTS):
        assert len(texts["zh"]) == len(texts["en"])
        for language in LANGUAGES:
            assert len(set(texts[language])) == len(texts[language])
            assert {language_of(text) for text in texts[language]} == {language}
