import errno
import os
from collections.abc import Iterator
from string import Formatter

import pytest

from indexer.errors import IndexNotWritten, YinjuError
from indexer.passages import KINDS, LANGUAGES
from retriever.errors import EmptyQuestion, QuestionError, QuestionTooLong
from ui.errors import BadParameter
from ui.messages import (
    ERRORS_ZH,
    MESSAGES,
    accepted_language,
    error_message,
    message,
    preferred_language,
)

# Tests have errors of their own.
ERROR_MODULES = [kind.__module__ for kind in (YinjuError, QuestionError, BadParameter)]


def subclasses(root: type[YinjuError]) -> Iterator[type[YinjuError]]:
    for kind in root.__subclasses__():
        if kind.__module__ in ERROR_MODULES:
            yield kind
            yield from subclasses(kind)


CONCRETE = [kind for kind in subclasses(YinjuError) if not kind.__subclasses__()]


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("kind", [YinjuError, *CONCRETE])
def test_every_error_has_a_wording_in_both_languages(kind: type[YinjuError]) -> None:
    chinese = ERRORS_ZH[kind.__name__]
    assert placeholders(chinese) == placeholders(kind.template)
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)
    values = {name: f"<{name}>" for name in placeholders(chinese)}
    error = kind(**values)
    for language in LANGUAGES:
        said = error_message(error, language)
        assert all(value in said for value in values.values())


def test_what_the_system_says_of_a_disk_is_said_in_chinese_as_well() -> None:
    error = IndexNotWritten(directory="d", reason=os.strerror(errno.ENOSPC))
    assert "No space left on device" in error_message(error, "en")
    assert "（磁盘空间不足）" in error_message(error, "zh")
    assert "（ill wind）" in error_message(IndexNotWritten(directory="d", reason="ill wind"), "zh")


def test_no_wording_is_left_of_an_error_that_is_gone() -> None:
    assert set(ERRORS_ZH) == {"YinjuError", *(kind.__name__ for kind in CONCRETE)}


@pytest.mark.parametrize("key", MESSAGES)
def test_both_languages_of_a_message_have_the_same_placeholders(key: str) -> None:
    wording = MESSAGES[key]
    assert wording.zh
    assert wording.en
    assert placeholders(wording.zh) == placeholders(wording.en)
    assert not any("\u4e00" <= character <= "\u9fff" for character in wording.en)


def test_all_kinds_and_languages_have_names() -> None:
    for language in LANGUAGES:
        for kind in KINDS:
            assert message(f"kind-{kind}", language)
        for name in LANGUAGES:
            assert message(f"language-{name}", language)


def test_an_error_is_told_in_the_language_of_the_reader() -> None:
    assert error_message(QuestionTooLong(length=2001, limit=2000), "zh").startswith("问题有 2001")
    assert error_message(EmptyQuestion(), "en") == str(EmptyQuestion())


def test_an_error_without_a_wording_is_told_in_english() -> None:
    class StrangeError(YinjuError):
        template = "strange {what}"

    assert error_message(StrangeError(what="thing"), "zh") == "strange thing"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "ZH"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LC_ALL": "en_US", "LC_MESSAGES": "zh_TW"}, "en"),
        ({"LANGUAGE": "zh_CN:en"}, "zh"),
    ],
)
def test_the_shell_tells_the_language(environment: dict[str, str], language: str) -> None:
    assert preferred_language(environment) == language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9,zh-CN;q=0.8", "en"),
        ("fr, zh;q=0.5, en;q=0.4", "zh"),
        ("zh;q=0, en;q=0.1", "en"),
        ("zh;q=x", "en"),
        ("de", "en"),
        ("ZH-hant", "zh"),
    ],
)
def test_the_browser_tells_the_language(header: str, language: str) -> None:
    assert accepted_language(header) == language
