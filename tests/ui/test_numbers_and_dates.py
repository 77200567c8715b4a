from datetime import datetime

import pytest

from ui.messages import message
from ui.numbers_and_dates import day, day_and_time, file_size, local_moment, number

MOMENT = datetime(2026, 11, 5, 9, 7)


def test_a_date_is_written_as_the_language_writes_it() -> None:
    assert day(MOMENT, "en") == "5 November 2026"
    assert day(MOMENT, "zh") == "2026年11月5日"
    assert day_and_time(MOMENT, "en") == "5 November 2026, 09:07"
    assert day_and_time(MOMENT, "zh") == "2026年11月5日 09:07"


def test_a_moment_of_the_manifest_is_that_of_this_machine() -> None:
    moment = local_moment("2026-11-25T14:19:03+00:00")
    assert moment is not None
    assert moment.timestamp() == 1795616343
    assert local_moment("") is None


def test_thousands_are_set_apart_in_all_messages() -> None:
    assert number(1234567) == "1,234,567"
    assert "1,234" in message("glossary-count", "zh", total=1234)


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (9_960, "10 kB"),
        (999_600, "1.0 MB"),
        (100_000_000, "100 MB"),
        (5_000_000_000_000, "5,000 GB"),
    ],
)
def test_a_size_is_short(size: int, said: str) -> None:
    assert file_size(size) == said
