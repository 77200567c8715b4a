"""Which encodings are recognised, and what is refused."""

import codecs
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.decoding import decode
from indexer.errors import BinarySource, EmptySource, UndecodableSource

REPORT = Path("corpus/a-72-840/a-72-840.txt").read_bytes().decode("utf-8")

SIMPLIFIED = {
    "fiction": "她推开门，院子里的桂花已经落了一地。“您还记得我吗？”她轻声问道。",
    "recipe": "将两勺橄榄油倒入锅中烧热，放入切碎的洋葱和大蒜炒香。",
    "licence": "本软件按“原样”提供，请确认磁盘剩余空间不少于 20 GB。",
    "contract": "逾期支付的，每日按未付金额的万分之五支付违约金。",
    "classical": "学而时习之，不亦说乎？有朋自远方来，不亦乐乎？",
    "medicine": "患者因咳嗽、发热三天入院，胸部影像学检查提示右下肺炎症。",
    "rare words": "蝙蝠、螳螂、鹦鹉和麒麟都在壁画里。",
    "heading": "一. 引言",
    "title": "第七十二届会议",
    "name": "张三丰先生",
    "letters within": "请安装Python后运行pip命令，CTED和UNOCT的报告在Annex II中。",
}
TRADITIONAL = {
    "news": "昨晚的比賽中，主隊憑藉延長賽的點球以三比二險勝，門將受訪時激動落淚。",
    "fiction": "她推開門，院子裡的桂花已經落了一地。「您還記得我嗎？」她輕聲問道。",
    "law": "人民身體之自由應予保障，除現行犯之逮捕由法律另定外，非經司法機關不得逮捕拘禁。",
    "recipe": "將兩匙橄欖油倒入鍋中燒熱，放入切碎的洋蔥和大蒜炒香。",
    "classical": "學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？",
    "technical": "本軟體依「現狀」提供，安裝前請先備份資料庫。",
    "poem": "床前明月光，疑是地上霜。舉頭望明月，低頭思故鄉。",
    "rare words": "蝙蝠、螳螂、鸚鵡和麒麟都在壁畫裡。",
    "heading": "一、緒論",
    "title": "秘書長的報告",
    "letters within": "請安裝Python後執行pip指令，詳見 README 第 3 節。",
    "table": "│編號│名稱│\n├──┼──┤\n│１│張三豐│",
}
TRADITIONAL_LONG = "\r\n\r\n".join(TRADITIONAL.values()) * 20
UTF16 = ("utf-16", "utf-16-le", "utf-16-be")


def text_of(content: bytes) -> str:
    return decode(content, "x.txt")[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", *UTF16, "gb18030", "utf-32"])
def test_the_report_comes_back_from_every_encoding_that_holds_it(encoding: str) -> None:
    assert text_of(REPORT.encode(encoding)) == REPORT


@pytest.mark.parametrize("encoding", ["gbk", "gb2312"])
def test_what_an_older_chinese_encoding_holds_of_the_report_comes_back(encoding: str) -> None:
    text = REPORT.encode(encoding, "ignore").decode(encoding)
    assert len(text) > 0.99 * len(REPORT)
    # Python's gb2312 reads two punctuation marks as other characters than gb18030 does.
    assert text_of(text.encode(encoding)) == text.replace("\u30fb", "·").replace("―", "—")


@pytest.mark.parametrize("encoding", ["utf-8", *UTF16, "gb18030"])
@pytest.mark.parametrize("genre", SIMPLIFIED)
def test_one_simplified_sentence_is_enough(genre: str, encoding: str) -> None:
    assert text_of(SIMPLIFIED[genre].encode(encoding)) == SIMPLIFIED[genre]


@pytest.mark.parametrize("encoding", ["utf-8", *UTF16, "cp950", "big5hkscs"])
@pytest.mark.parametrize("genre", TRADITIONAL)
def test_one_traditional_sentence_is_enough(genre: str, encoding: str) -> None:
    assert text_of(TRADITIONAL[genre].encode(encoding)) == TRADITIONAL[genre]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_traditional_text_in_a_mainland_encoding_is_not_taken_for_big5(encoding: str) -> None:
    text = TRADITIONAL["law"]
    assert decode(text.encode(encoding), "x.txt") == (text, "gb18030")


def test_a_long_traditional_text_keeps_its_line_ends() -> None:
    assert decode(TRADITIONAL_LONG.encode("cp950"), "x.txt") == (TRADITIONAL_LONG, "big5")


def test_cantonese_characters_need_the_hong_kong_set() -> None:
    text = "佢哋喺度食嘢，唔知點解咁貴。"
    assert decode(text.encode("big5hkscs"), "x.txt") == (text, "big5hkscs")


def test_every_sentence_of_the_report_is_recognised_in_gb18030() -> None:
    sentences = [part + "。" for part in REPORT[:60_000].split("。") if len(part) > 3]
    assert [s for s in sentences if text_of(s.encode("gb18030")) != s] == []


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([*SIMPLIFIED.values(), "The Office reported on 3 May.", " \r\n", "🙂"]),
        min_size=1,
        max_size=12,
    ).map("".join),
    st.sampled_from(["utf-8", "utf-8-sig", *UTF16, "gb18030"]),
)
def test_mixed_text_comes_back(text: str, encoding: str) -> None:
    text = f"秘书长报告了执行情况。{text}"
    assert text_of(text.encode(encoding)) == text


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)
)
def test_valid_utf8_comes_back_whatever_it_says(text: str) -> None:
    text = f"a{text}"
    assert decode(text.encode(), "x.txt") == (text, "utf-8")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_byte_order_marks_name_the_encoding_and_are_left_out(mark: bytes, encoding: str) -> None:
    assert decode(mark + "标题 title".encode(encoding), "x.txt") == ("标题 title", encoding)


@pytest.mark.parametrize("encoding", UTF16)
def test_english_in_utf16_is_not_taken_for_binary(encoding: str) -> None:
    assert text_of("Hello, world\r\n".encode(encoding)) == "Hello, world\r\n"


@pytest.mark.parametrize(
    "text",
    ["It’s the “Strategy” – a résumé.", "Le café où l’élève a mangé coûte 5 €.", "Größe über Maß"],
)
def test_latin_text_from_windows_is_recognised(text: str) -> None:
    assert decode(text.encode("cp1252"), "x.txt") == (text, "cp1252")


@pytest.mark.parametrize("text", ["a\r\nb\rc\n\n", "一行\r\n二行\r", "a\fb\vc\x1b[0m\t。"])
def test_line_ends_and_marks_of_layout_stay(text: str) -> None:
    assert text_of(text.encode()) == text


def test_a_stray_nul_in_a_text_stays_where_it_is() -> None:
    text = f"{REPORT[:500]}\0{REPORT[500:1000]}"
    assert text_of(text.encode()) == text
    assert text_of(text.encode("gb18030")) == text


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\nplain",
        b"PK\x03\x04rest of an archive",
        b"\x89PNG\r\n\x1a\n" + bytes(20),
        b"\xff\xd8\xff\xe0JFIF",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "报告".encode("utf-16-le"),
        b"{\\rtf1\\ansi text}",
        b"abc\0def",
        bytes(100),
        bytes(range(32)) * 4,
        random.Random(1).randbytes(4000),
        Path("/bin/sh").read_bytes(),
    ],
)
def test_other_kinds_of_files_are_refused(content: bytes) -> None:
    with pytest.raises(BinarySource, match=r"^x\.txt: "):
        decode(content, "x.txt")


@pytest.mark.parametrize(
    "content", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "　\n".encode(), b"\n\x1a"]
)
def test_files_without_a_word_are_empty(content: bytes) -> None:
    with pytest.raises(EmptySource):
        decode(content, "x.txt")


BROKEN = bytearray(REPORT[:2000].encode())
BROKEN[1000] = 0xFF


@pytest.mark.parametrize(
    "content",
    [
        bytes(BROKEN),
        REPORT[:300].encode().rstrip()[:-1],
        b"plain \xff text",
        "中文报告".encode("utf-16")[:-1],
        "Генеральная Ассамблея рассмотрела доклад".encode("koi8-r"),
        "国境管理を強化した。今日は天気がとても良いです。".encode("shift_jis"),
        bytes(random.Random(2).choices(range(0xA1, 0xFE), k=400)),
    ],
)
def test_what_no_encoding_explains_is_refused_rather_than_guessed(content: bytes) -> None:
    with pytest.raises(UndecodableSource, match=r"^x\.txt: "):
        decode(content, "x.txt")
