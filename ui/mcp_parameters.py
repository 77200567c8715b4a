"""What the tools of language models take: types, with the descriptions that models read."""

from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from indexer.passages import Kind, Language
from retriever.hits import LanguageFilter

Question: TypeAlias = Annotated[
    str, Field(description="In Chinese or English, or in both; or keywords")
]
PassageId: TypeAlias = Annotated[str, Field(description="passage_id as the other tools return it")]
PassageIds: TypeAlias = Annotated[
    Sequence[str], Field(description="passage_ids, in the order of the text")
]
Format: TypeAlias = Annotated[
    Literal["text", "markdown", "bibtex", "ris"], Field(description="How they are written")
]
Count: TypeAlias = Annotated[int, Field(ge=1, le=50, description="How many are returned at most")]
Around: TypeAlias = Annotated[
    int, Field(ge=0, le=20, description="How many passages before it, and after it, as well")
]
SearchIn: TypeAlias = Annotated[
    LanguageFilter, Field(description="zh or en: passages of that language only; all: both")
]
Also: TypeAlias = Annotated[
    str,
    Field(description="The same question in other words, or in the other language; may be empty"),
]
Documents: TypeAlias = Annotated[
    Sequence[str], Field(description="Only in these documents: symbols, sources or file names")
]
Sections: TypeAlias = Annotated[
    Sequence[str], Field(description="Only in these sections: headings or ids")
]
Kinds: TypeAlias = Annotated[Sequence[Kind], Field(description="Only passages of these kinds")]
Cells: TypeAlias = Annotated[
    Sequence[str],
    Field(description="Only table rows with these cells, each as COLUMN=VALUE"),
]
Style: TypeAlias = Annotated[
    Language, Field(description="Language of citations and of error messages")
]
