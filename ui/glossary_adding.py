"""Adding an entry of the glossary while the page tells how far it is."""

from collections.abc import Iterator

from indexer.errors import YinjuError
from indexer.passages import Language
from ui.current_index import CurrentIndex
from ui.glossary_editing import EntryError, NewEntry, add_entry
from ui.glossary_view import added_line, failure, refusal, stage_line
from ui.working import follow


def add_and_tell(
    current: CurrentIndex, entry: NewEntry, language: Language
) -> Iterator[tuple[str, bool]]:
    """Add an entry in a thread of its own, which ends what it does whoever stops listening.

    Yields
    ------
    tuple of str and bool
        What to show, and whether the entry was added.
    """
    for step in follow(lambda progress: add_entry(current, entry, progress), EntryError):
        if isinstance(step, tuple):
            yield stage_line(*step, language), False
        elif isinstance(step, EntryError):
            yield refusal(step.key, step.values, language), False
        elif isinstance(step, YinjuError):
            yield failure(step, language), False
        else:
            yield added_line(language), True
