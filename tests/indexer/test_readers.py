"""Which files are found under paths, and how they are read."""

import hashlib
import os
from pathlib import Path

import pytest

from indexer.errors import (
    BinarySource,
    DamagedSource,
    EmptySource,
    LegacyFormat,
    OversizedSource,
    SourceError,
    SourceNotFound,
    UnreadableSource,
    UnsupportedFormat,
)
from indexer.readers import find_sources, load, read


def write(path: Path, text: str = "秘书长的报告。\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def found(*paths: Path) -> list[Path]:
    sources = find_sources(paths)
    assert sources.errors == ()
    return list(sources.files)


def test_folders_give_their_text_files_at_any_depth_in_order(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.MD", "a/b/c.text", "README.md", "中文 文件.markdown", "two\nlines.txt"]
    expected = sorted(write(tmp_path / name) for name in names)
    for name in ["picture.png", "LICENSE", "x.txt~", "data.json"]:
        write(tmp_path / name)
    assert found(tmp_path) == expected


def test_what_is_hidden_is_passed_over_unless_it_is_named(tmp_path: Path) -> None:
    shown = write(tmp_path / "a.txt")
    hidden = write(tmp_path / ".git" / "b.txt")
    write(tmp_path / ".c.txt")
    assert found(tmp_path) == [shown]
    assert found(hidden) == [hidden]
    assert found(hidden.parent) == [hidden]


def test_a_file_is_taken_once_however_often_it_is_reached(tmp_path: Path) -> None:
    file = write(tmp_path / "real" / "a.txt")
    (tmp_path / "again").symlink_to(tmp_path / "real")
    (tmp_path / "again.txt").symlink_to(file)
    assert found(file, tmp_path, file.parent, tmp_path / "real" / ".." / "real" / "a.txt") == [file]
    assert found(tmp_path / "again", tmp_path) == [file]


def test_loops_of_links_end(tmp_path: Path) -> None:
    file = write(tmp_path / "a" / "b" / "x.txt")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a" / "self")
    assert found(tmp_path) == [file]


def test_linked_folders_are_read_under_the_name_of_the_link(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "x.txt")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "linked").symlink_to(tmp_path / "elsewhere")
    [file] = found(tmp_path / "corpus")
    assert read(file, root=tmp_path / "corpus").source == "linked/x.txt"


def test_named_files_need_no_suffix(tmp_path: Path) -> None:
    file = write(tmp_path / "LICENSE")
    assert found(file) == [file]


def test_every_path_that_leads_nowhere_is_reported(tmp_path: Path) -> None:
    good = write(tmp_path / "good.txt")
    image = write(tmp_path / "report.png")
    doc = write(tmp_path / "report.doc")
    missing = tmp_path / "missing"
    below_a_file = good / "x.txt"
    sources = find_sources(
        [missing, image, doc, good, below_a_file, Path("nul\0name"), Path("a" * 300)]
    )
    assert sources.files == (good,)
    kinds = [type(error) for error in sources.errors]
    assert kinds == [
        SourceNotFound,
        UnsupportedFormat,
        LegacyFormat,
        SourceNotFound,
        SourceNotFound,
        UnreadableSource,
    ]
    assert str(sources.errors[0]) == f"{missing}: no such file or folder; check the path"
    assert ".png" in str(sources.errors[1])
    assert str(sources.errors[2]).endswith("save it as .docx")


def test_all_formats_are_taken_from_folders_but_not_what_office_keeps_beside(
    tmp_path: Path,
) -> None:
    names = "a.csv a.docx a.htm a.html a.md a.pdf a.tsv a.txt a.xhtml a.xlsx B.DOCX".split()
    expected = sorted(write(tmp_path / name) for name in names)
    write(tmp_path / "~$a.docx")
    write(tmp_path / "glossary.tsv")
    write(tmp_path / "~$a.doc")
    old = write(tmp_path / "a.XLS")
    sources = find_sources([tmp_path])
    assert list(sources.files) == expected
    assert [str(error) for error in sources.errors] == [
        f"{old}: the format before Office 2007 is not read; save it as .xlsx"
    ]


def test_a_file_that_is_not_what_its_name_says_is_told(tmp_path: Path) -> None:
    page = write(tmp_path / "page.docx", "<html><p>text</p></html>")
    with pytest.raises(DamagedSource, match=r"not a \.docx file"):
        read(page, root=tmp_path)
    text = write(tmp_path / "plain.html", "just text")
    assert read(text, root=tmp_path).text == "just text\n"


def test_whatever_a_parser_raises_is_a_source_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(content: bytes, source: str) -> None:
        raise IndexError("out of range")

    monkeypatch.setattr("indexer.formats.docx.read_docx", break_down)
    with pytest.raises(DamagedSource, match="IndexError: out of range"):
        read(write(tmp_path / "a.docx"), root=tmp_path)


def test_pipes_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert found(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_folders_that_may_not_be_entered_are_reported(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    try:
        sources = find_sources([tmp_path])
    finally:
        closed.chmod(0o700)
    assert sources.files == (file,)
    assert [type(error) for error in sources.errors] == [UnreadableSource]


def test_a_file_is_read_with_its_checksum_and_encoding(tmp_path: Path) -> None:
    content = "\ufeff标题\r\n正文。\r\n".encode()
    path = tmp_path / "in" / "中文.txt"
    path.parent.mkdir()
    path.write_bytes(content)
    document = read(path, root=tmp_path)
    assert document.source == "in/中文.txt"
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert (document.encoding, document.text) == ("utf-8", "标题\r\n正文。\r\n")


def test_sources_are_relative_to_the_root_where_they_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "root" / "a.txt")
    monkeypatch.chdir(tmp_path / "root")
    assert read(Path("a.txt"), root=Path()).source == "a.txt"
    assert read(Path("../root/a.txt"), root=Path.cwd()).source == "a.txt"
    assert read(file, root=tmp_path / "roo").source == file.as_posix()


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"", EmptySource), (b"%PDF-1.4", BinarySource), (None, UnreadableSource)],
)
def test_errors_name_the_source_as_the_index_does(
    tmp_path: Path, content: bytes | None, error: type[SourceError]
) -> None:
    path = tmp_path / "in" / "x.txt"
    path.parent.mkdir()
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(error) as caught:
        read(path, root=tmp_path)
    assert caught.value.values["source"] == "in/x.txt"


def test_a_link_to_nothing_is_reported_when_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.txt").symlink_to(tmp_path / "gone")
    [path] = found(tmp_path)
    with pytest.raises(UnreadableSource, match="No such file"):
        read(path, root=tmp_path)


def test_a_name_that_is_not_unicode_is_reported(tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/\xb1\xa8.txt"))
    path.write_text("报告", encoding="utf-8")
    assert found(tmp_path) == [path]
    with pytest.raises(UnreadableSource, match=r"\\udcb1.*name is not valid UTF-8"):
        read(path, root=tmp_path)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(OversizedSource, match="1024 MB, at most 16 MB"):
        load(path, root=tmp_path)


def test_a_pipe_or_a_device_that_is_named_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", Path("/dev/zero")):
        with pytest.raises(UnreadableSource, match="not a regular file"):
            load(path, root=tmp_path)
