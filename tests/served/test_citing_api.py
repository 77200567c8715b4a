"""Quotations for programs: cited, taken away in each format, and checked."""

import base64
import io
from typing import Any

import docx
import pytest
from gradio_client import Client

from retriever import Index
from retriever.quotations import quotation_record, quote_passage
from tests.served.conftest import Servers
from ui.cite_options import FORMATS

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def api(servers: Servers) -> Client:
    return Client(servers.open, verbose=False)


@pytest.fixture
def passages(index: Index) -> list[Any]:
    return [
        p for p in index.store.passages("corpus/a-72-840/a-72-840.txt") if p.kind == "paragraph"
    ]


def test_a_part_of_a_passage_is_cited_in_all_formats(
    api: Client, servers: Servers, index: Index, passages: list[Any]
) -> None:
    passage = passages[5]
    cited = api.predict(passage_id=passage.id, places=[[0, 20]], language="zh", api_name="/cite")
    assert cited["quotation"] == quotation_record(quote_passage(index, passage, [(0, 20)]))
    assert cited["link"].startswith(f"{servers.open}?doc=corpus/")
    assert passage.text[:20].strip() in cited["text"]
    assert cited["link"].replace("%3A", "%3A") in cited["markdown"]
    assert cited["bibtex"].startswith("@")
    assert cited["ris"].startswith("TY  - RPRT")


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_basket_is_taken_away_in_each_format(
    api: Client, passages: list[Any], file_format: str
) -> None:
    noted = api.predict(passage_id=passages[7].id, api_name="/cite")["quotation"]
    noted["note"] = "看这里"
    file = api.predict(
        quotations=[passages[5].id, noted],
        file_format=file_format,
        language="zh",
        api_name="/export",
    )
    assert file["name"].startswith("quotations.")
    if file_format == "docx":
        document = docx.Document(io.BytesIO(base64.b64decode(file["base64"])))
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    else:
        text = file["text"]
    if file_format in ("docx", "markdown"):
        assert "看这里" in text
    assert " ".join(passages[5].text.split())[:30] in text
    if file_format != "docx":
        assert "A/72/840" in text


def test_what_was_kept_is_checked(api: Client, passages: list[Any]) -> None:
    kept = [api.predict(passage_id=p.id, api_name="/cite")["quotation"] for p in passages[3:6]]
    kept[1] |= {"passage_id": passages[9].id}
    kept[2] |= {"words": ["These words stand nowhere in the whole collection."]}
    checked = api.predict(quotations=kept, api_name="/check")["checked"]
    assert [each["state"] for each in checked] == ["verbatim", "moved", "gone"]
    assert checked[1]["passage_id"] == checked[1]["renewed"]["passage_id"] == passages[4].id
    assert checked[2]["citation"] is checked[2]["link"] is None


@pytest.mark.parametrize(
    ("endpoint", "values", "words"),
    [
        ("/cite", {"passage_id": "none", "language": "zh"}, "没有这个段落"),
        ("/cite", {"places": [[5, 5]]}, "places: this must be [[0, "),
        ("/cite", {"places": [[4, 9], [8, 10]]}, "places: this must be [[0, "),
        ("/cite", {"places": [[0, 10**9]]}, "places: this must be [[0, "),
        ("/cite", {"places": "all"}, "places: this must be [[0, "),
        ("/export", {"quotations": []}, "quotations: this must be [...] (1–200)"),
        ("/export", {"quotations": ["none"]}, "none: no such passage"),
        ("/export", {"quotations": [{"words": []}], "language": "zh"}, "格式与 yinju cite"),
        ("/export", {"quotations": ["x"], "file_format": "pdf"}, "text | markdown | bibtex"),
        ("/check", {"quotations": "x"}, "quotations: this must be"),
    ],
)
def test_what_cannot_be_quoted_is_told(
    api: Client, passages: list[Any], endpoint: str, values: dict[str, Any], words: str
) -> None:
    given = {"passage_id": passages[5].id} | values if endpoint == "/cite" else values
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the client has kinds of its own
        api.predict(api_name=endpoint, **given)
    assert words in str(caught.value)
