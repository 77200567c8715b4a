"""What other programs can call of the glossary: its entries, and adding one."""

from ui.call_values import check_values
from ui.current_index import CurrentIndex
from ui.glossary_editing import NewEntry, add_entry
from ui.glossary_view import find_entries
from ui.records import Record, glossary_record


def call_glossary(current: CurrentIndex, words: str, start: int, top_k: int) -> Record:
    """Return entries of the glossary as `yinju glossary --json` prints them.

    Parameters
    ----------
    words
        Parts of names; all must be in an entry. Empty for all entries.
    start, top_k
        The entries from this one on, counted from 0; and how many at most.
    """
    check_values(words=words, start=start, top_k=top_k)
    with current.lease() as index:
        found = find_entries(index.glossary, words)
        shown = found[start : start + top_k]
        return {"found": len(found), "entries": [glossary_record(entry) for entry in shown]}


def call_define(current: CurrentIndex, zh: str, en: str, acronym: str) -> Record:
    """Add an entry to the glossary, and return it; names of one language are divided by `|`.

    Raises
    ------
    EntryError
        It cannot be added.
    YinjuError
        As `ui.glossary_editing.add_entry`.
    """
    check_values(zh=zh, en=en, acronym=acronym)
    entry = NewEntry(zh, en, acronym)
    add_entry(current, entry, lambda *_: None)
    cells = entry.cells()
    with current.lease() as index:
        added = [e for e in index.glossary if set(cells["zh"]) <= set(e.zh)]
        return glossary_record(added[0]) if added else {}
