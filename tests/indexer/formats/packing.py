"""Packages of Office from their XML, for what no library writes: notes, changes, numbering."""

import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{_R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_ROOTS = {"styles": "styles", "numbering": "numbering", "settings": "settings"} | {
    "footnotes": "footnotes",
    "endnotes": "endnotes",
}


def pack(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(body: str, **parts: str) -> bytes:
    """Return a Word document with a body and other parts by their names, all as inner XML."""
    relationships = "".join(
        f'<Relationship Id="r{number}" Type="{_R}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(parts)
    )
    files: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" '
        f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}">{relationships}</Relationships>'
        ),
    }
    for name, content in parts.items():
        files[f"word/{name}.xml"] = f"<w:{_ROOTS[name]} {_NAMES}>{content}</w:{_ROOTS[name]}>"
    return pack(files)


def run(text: str, properties: str = "") -> str:
    """Return a run."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def par(content: str, *, style: str = "", number: tuple[int, int] | None = None) -> str:
    """Return a paragraph of runs; `number` is its list and its level there."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        properties += (
            f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
        )
    inner = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def style(name: str, printed: str, properties: str = "", based_on: str = "") -> str:
    """Return a style of paragraphs."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{printed}"/>{base}'
        f"{properties}</w:style>"
    )


def levels(number: int, *formats: tuple[str, str], start: int = 1) -> str:
    """Return an abstract list and a list of the same number: numeral and text of each level."""
    inner = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{numeral}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, (numeral, text) in enumerate(formats)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{inner}</w:abstractNum>'


def lists(**abstract: int) -> str:
    """Return lists by number, `n1=0` for list 1 of abstract list 0."""
    return "".join(
        f'<w:num w:numId="{name[1:]}"><w:abstractNumId w:val="{number}"/></w:num>'
        for name, number in abstract.items()
    )


def note(kind: str, number: int, text: str) -> str:
    """Return a footnote or endnote."""
    inner = par(f"<w:r><w:{kind}Ref/></w:r>" + run(" " + text))
    return f'<w:{kind} w:id="{number}">{inner}</w:{kind}>'


def refer(kind: str, number: int) -> str:
    """Return a run with the reference to a note."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def table(*rows: tuple[str, ...], head: bool = False) -> str:
    """Return a table of cells with one paragraph each."""
    drawn = ""
    for number, cells in enumerate(rows):
        properties = "<w:trPr><w:tblHeader/></w:trPr>" if head and not number else ""
        inner = "".join(f"<w:tc>{par(cell)}</w:tc>" for cell in cells)
        drawn += f"<w:tr>{properties}{inner}</w:tr>"
    return f"<w:tbl>{drawn}</w:tbl>"
