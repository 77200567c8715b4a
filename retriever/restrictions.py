"""What a search is restricted to, and which passages that leaves.

A restriction takes passages away before they are ranked and changes nothing else: scores, and what
the languages are measured against, stay those of the whole collection, so that what remains comes
in the order it has without the restriction.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.passages import KINDS, LANGUAGES, Kind, Language
from retriever.catalogue import Catalogue
from retriever.errors import NoDocumentCalled, NothingRemains
from retriever.listed_names import listed

Subject: TypeAlias = Literal["documents", "sections", "kinds", "columns"]
Mask: TypeAlias = NDArray[np.bool_]
"""(passages of the language,) True for those that remain."""

SUBJECTS: Final[tuple[Subject, ...]] = ("documents", "sections", "kinds", "columns")
REMEMBERED: Final = 32
"""How many restrictions an index keeps the masks of."""


@dataclass(frozen=True, slots=True)
class Restrictions:
    """What a search is restricted to; an empty subject restricts nothing.

    A passage has to meet all subjects, and of each one of what is named there.
    """

    documents: tuple[str, ...] = ()
    """`Document.source`."""
    sections: tuple[str, ...] = ()
    """Ids of sections or headings (`Annex II`, `annex II/pillar III`, `附件二`); what stands in
    the sections below belongs to them."""
    kinds: tuple[Kind, ...] = ()
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Of table rows: the name of a column and what its cell is to be, as `Column.matches` has it.
    Each column has to be met."""

    def __bool__(self) -> bool:
        """Return whether anything is restricted."""
        return any(getattr(self, subject) for subject in SUBJECTS)


NO_RESTRICTIONS: Final = Restrictions()


class Restriction(NamedTuple):
    """One of the things that a passage has to meet."""

    subject: Subject
    column: str
    """The name of the column; empty for other subjects."""
    masks: Mapping[Language, Mask]


class Restrictor:
    """Finds the passages that restrictions leave; remembers them. Threads may share one."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._masks: OrderedDict[Restrictions, Mapping[Language, Mask]] = OrderedDict()
        self._lock = Lock()

    def remaining(self, restrictions: Restrictions) -> Mapping[Language, Mask] | None:
        """Return which passages remain, None for all.

        Raises
        ------
        RestrictionError
            As `restrict`, and `NothingRemains` where no passage of either language does.
        """
        if not restrictions:
            return None
        with self._lock:
            known = self._masks.get(restrictions)
            if known is not None:
                self._masks.move_to_end(restrictions)
        if known is None:
            known = _all_of(list(self.restrict(restrictions)))
            with self._lock:
                self._masks[restrictions] = known
                while len(self._masks) > REMEMBERED:
                    self._masks.popitem(last=False)
        if not any(mask.any() for mask in known.values()):
            raise NothingRemains()
        return known

    def restrict(self, restrictions: Restrictions) -> Iterator[Restriction]:
        """Yield what each subject and each column leaves by itself.

        Raises
        ------
        NoDocumentCalled, NoSectionCalled, NoColumnCalled, NoCellWith
            The index has nothing of the name.
        """
        catalogue, documents = self.catalogue, self._documents(restrictions.documents)
        if documents:
            yield Restriction("documents", "", catalogue.in_documents(documents))
        if restrictions.sections:
            sections = [
                number
                for name in restrictions.sections
                for number in catalogue.find_sections(name, documents)
            ]
            yield Restriction("sections", "", catalogue.in_sections(sections))
        if restrictions.kinds:
            kinds = [KINDS.index(kind) for kind in restrictions.kinds]
            yield Restriction("kinds", "", catalogue.of_kinds(kinds))
        for column, values in restrictions.columns:
            yield Restriction("columns", column, catalogue.with_cells(column, values))

    def _documents(self, sources: Sequence[str]) -> list[int]:
        known = self.catalogue.sources
        for source in sources:
            if source not in known:
                raise NoDocumentCalled(name=source, names=listed(known))
        return [known.index(source) for source in sources]


def _all_of(restrictions: Sequence[Restriction]) -> dict[Language, Mask]:
    return {
        language: np.logical_and.reduce([r.masks[language] for r in restrictions])
        for language in LANGUAGES
    }
