import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.store import PassageStore
from tests.browser.long_document import SECTION, SOURCE, add_long_document
from ui.current_index import CurrentIndex
from ui.document_layout import BLOCK, WINDOW
from ui.messages import message
from ui.reading import Reading

LENGTH = 5000


@pytest.fixture(scope="module")
def current(report_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CurrentIndex]:
    folder = tmp_path_factory.mktemp("reading")
    opened = CurrentIndex(add_long_document(report_index, folder, LENGTH))
    yield opened
    opened.close()


@pytest.fixture
def reading(current: CurrentIndex) -> Reading:
    return Reading(current)


def generation(current: CurrentIndex) -> str:
    with current.lease() as index:
        return index.manifest.generation


def shown(page: str) -> list[int]:
    return [int(name) for name in re.findall(r'id="passage-long%3A(\d+)"', page)]


def test_a_long_document_is_read_around_what_is_opened(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    passages = PassageStore.passages

    def count(*arguments: object) -> object:
        found = passages(*arguments)  # type: ignore[arg-type]
        read.append(len(found))
        return found

    monkeypatch.setattr(PassageStore, "passages", count)
    source, head, page = reading.show_document(None, "en", SOURCE, "long:2600")
    assert source == SOURCE
    numbers = shown(page)
    assert numbers == list(range(numbers[0], numbers[0] + WINDOW))
    assert 2600 in numbers
    assert sum(read) < WINDOW + 2 * WINDOW // BLOCK
    assert page.count('class="part"') == LENGTH // BLOCK
    assert head.count("<li ") == LENGTH // SECTION


def test_a_part_is_given_by_its_number_or_by_a_passage(
    reading: Reading, current: CurrentIndex
) -> None:
    asked = {"source": SOURCE, "generation": generation(current), "marks": {"long:7": [[0, 7]]}}
    first = reading.read_part(asked | {"part": 0})
    assert shown(str(first["html"])) == list(range(BLOCK))
    assert '<mark class="evidence">Passage</mark>' in str(first["html"])
    last = reading.read_part(asked | {"passage": f"long:{LENGTH - 1}"})
    assert last["part"] == LENGTH // BLOCK - 1


@pytest.mark.parametrize(
    "changed",
    [
        {"generation": "another"},
        {"source": "gone.txt"},
        {"part": 50},
        {"part": -1},
        {"part": "1"},
        {"passage": "long:gone"},
    ],
)
def test_what_cannot_be_given_is_to_be_opened_anew(
    reading: Reading, current: CurrentIndex, changed: dict[str, object]
) -> None:
    asked = {"source": SOURCE, "generation": generation(current), "part": 1}
    assert "html" in reading.read_part(asked)
    assert reading.read_part(asked | changed) == {"stale": True}
    assert reading.read_part([asked]) == {"stale": True}
    assert reading.find_in_document("words") == {"stale": True}


def test_marks_that_are_none_are_passed_over(reading: Reading, current: CurrentIndex) -> None:
    asked = {"source": SOURCE, "generation": generation(current), "part": 1}
    wrong = [[0], ["a", 2], [True, 3], {}]
    others: list[object] = [None, [], {"long:101": 1}, {"long:101": wrong}]
    for marks in others:
        html = str(reading.read_part(asked | {"marks": marks})["html"])
        assert "<mark" not in html


def test_a_passage_that_is_gone_opens_its_document_at_the_beginning(reading: Reading) -> None:
    with_document = reading.show_document(None, "zh", "corpus/a-72-840/a-72-840.txt", "gone")
    assert message("passage-gone", "zh") in with_document[1]
    assert 'data-opened=""' in with_document[2]
    without = reading.show_document(None, "zh", None, "gone")
    assert without[0] is None
    assert 'role="alert"' in without[1]
