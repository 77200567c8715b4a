"""Questions with their answers in both languages, from no collection: what a reranker is tried on.

Subjects are near each other, so that a model must read and not only know what a text is about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from indexer.passages import Language


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """A question, and the sentence that answers it."""

    questions: Mapping[Language, str]
    answers: Mapping[Language, str]


def _known(zh_question: str, en_question: str, zh_answer: str, en_answer: str) -> KnownAnswer:
    return KnownAnswer({"zh": zh_question, "en": en_question}, {"zh": zh_answer, "en": en_answer})


KNOWN_ANSWERS: Final = (
    _known(
        "图书馆星期天几点关门？",
        "When does the library close on Sundays?",
        "图书馆周日下午五点闭馆。",
        "On Sundays the library shuts at five in the afternoon.",
    ),
    _known(
        "图书馆是谁设计的？",
        "Who designed the library?",
        "图书馆由一位年轻的建筑师设计，于1987年落成。",
        "The library is the work of a young architect and was finished in 1987.",
    ),
    _known(
        "一个人最多能借几本书？",
        "How many books may one person borrow?",
        "每位读者一次最多可以借八本书。",
        "Readers may take out up to eight books at a time.",
    ),
    _known(
        "逾期还书要付多少钱？",
        "What does it cost to return a book late?",
        "超过期限归还的图书，每天收取五角钱。",
        "For books that are brought back after the due date, fifty cents a day are charged.",
    ),
    _known(
        "为什么阅览室要重新粉刷？",
        "Why was the reading room painted again?",
        "因为去年屋顶漏水弄脏了墙壁，阅览室重新刷了漆。",
        "Water had come through the roof and stained the walls, so the reading room got new paint.",
    ),
    _known(
        "怎样办理借书证？",
        "How do I get a library card?",
        "凭身份证到服务台登记，就可以领取借书证。",
        "Bring an identity card to the desk and sign up to receive a library card.",
    ),
    _known(
        "孩子们在哪里看书？",
        "Where do children read?",
        "二楼有一个带地毯的儿童角，供小读者使用。",
        "There is a corner with carpets for young readers on the second floor.",
    ),
    _known(
        "图书馆有多少名员工？",
        "How many people work at the library?",
        "馆内共有二十三名工作人员和十名志愿者。",
        "The library has a staff of twenty-three and ten volunteers.",
    ),
)
