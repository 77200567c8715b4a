"""Quotations as a Word document with footnotes of its own (ECMA-376, WordprocessingML).

Written as plain XML, as python-docx cannot make footnotes.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from indexer.passages import Language
from ui.exporting import Export

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LANGUAGES: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en-GB"}

_TYPES: Final = (
    f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_MAIN}.settings+xml"/>'
    f'<Override PartName="/word/footnotes.xml" ContentType="{_MAIN}.footnotes+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_SETTINGS: Final = (
    f'{_XML}<w:settings {_WORD}><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/>'
    "</w:footnotePr></w:settings>"
)
# Their two lines above the notes; Word asks for them by these numbers.
_SEPARATORS: Final = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
    "</w:r></w:p></w:footnote>"
)
_STYLES: Final = (
    ("Title", "Title", '<w:spacing w:after="120"/>', '<w:b/><w:sz w:val="36"/>'),
    ("Subtitle", "Subtitle", '<w:spacing w:after="360"/>', '<w:color w:val="595959"/>'),
    (
        "Heading1",
        "heading 1",
        '<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/>',
        '<w:b/><w:sz w:val="28"/>',
    ),
    ("Quote", "Quote", '<w:spacing w:before="200" w:after="80"/><w:ind w:left="400"/>', ""),
    ("FootnoteText", "footnote text", '<w:spacing w:after="0"/>', '<w:sz w:val="18"/>'),
)
"""Paragraph styles: id, name, and what they set of paragraphs and of letters."""


def docx_export(export: Export) -> bytes:
    """Return an export as a .docx file, the same for the same export."""
    links = [excerpt.link for excerpt in export.excerpts]
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"),
            (
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
                "core-properties",
                "docProps/core.xml",
            ),
        ),
        "docProps/core.xml": _properties(export),
        "word/document.xml": _document(export),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"), ("settings", "settings.xml"), ("footnotes", "footnotes.xml")
        ),
        "word/styles.xml": _styles(export.language),
        "word/settings.xml": _SETTINGS,
        "word/footnotes.xml": _footnotes(export),
        "word/_rels/footnotes.xml.rels": _relations(*(("hyperlink", link) for link in links)),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED
            )
    return file.getvalue()


def _document(export: Export) -> str:
    language = export.language
    paragraphs = [
        _paragraph(_run(export.title, language), "Title"),
        _paragraph(_run(export.date, language), "Subtitle"),
    ]
    for number, excerpt in enumerate(export.excerpts, start=1):
        mark = (
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            f'<w:footnoteReference w:id="{number}"/></w:r>'
        )
        words = _run(excerpt.words, excerpt.quotation.language)
        paragraphs.append(_paragraph(words + mark, "Quote"))
        paragraphs += [_paragraph(_run(line, language)) for line in excerpt.notes]
    paragraphs.append(_paragraph(_run(export.documents_title, language), "Heading1"))
    paragraphs += [_paragraph(_run(document, language)) for document in export.documents]
    body = "".join(paragraphs)
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" '
        'w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
    )
    return f"{_XML}<w:document {_WORD}><w:body>{body}{page}</w:body></w:document>"


def _footnotes(export: Export) -> str:
    notes = []
    for number, excerpt in enumerate(export.excerpts, start=1):
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        citation = _run(excerpt.citation, export.language, '<w:rStyle w:val="Hyperlink"/>')
        link = f'<w:hyperlink r:id="rId{number}">{citation}</w:hyperlink>'
        content = _paragraph(mark + _run(" ", export.language) + link, "FootnoteText")
        notes.append(f'<w:footnote w:id="{number}">{content}</w:footnote>')
    return f"{_XML}<w:footnotes {_WORD}>{_SEPARATORS}{''.join(notes)}</w:footnotes>"


def _paragraph(runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{runs}</w:p>"


def _run(text: str, language: Language, style: str = "") -> str:
    """Return a stretch of text; in Chinese, quotation marks are taken from the Chinese font."""
    hint = '<w:rFonts w:hint="eastAsia"/>' if language == "zh" else ""
    tag = '<w:lang w:eastAsia="zh-CN"/>' if language == "zh" else '<w:lang w:val="en-GB"/>'
    return (
        f"<w:r><w:rPr>{style}{hint}{tag}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'
    )


def _styles(language: Language) -> str:
    paragraphs = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>'
        f"<w:rPr>{letters}</w:rPr></w:style>"
        for name, shown, paragraph, letters in _STYLES
    )
    return (
        f"{_XML}<w:styles {_WORD}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun" '
        'w:cs="Times New Roman"/><w:sz w:val="22"/>'
        f'<w:lang w:val="{_LANGUAGES["en"]}" w:eastAsia="{_LANGUAGES["zh"]}"/></w:rPr>'
        '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" '
        'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"<w:qFormat/></w:style>{paragraphs}"
        '<w:style w:type="character" w:styleId="FootnoteReference">'
        '<w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        '</w:style><w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        '<w:rPr><w:color w:val="1F4E79"/><w:u w:val="single"/></w:rPr></w:style></w:styles>'
    )


def _properties(export: Export) -> str:
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
        'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(export.title, quote=False)}</dc:title>"
        f"<dc:language>{_LANGUAGES[export.language]}</dc:language></cp:coreProperties>"
    )


def _relations(*targets: Sequence[str]) -> str:
    """Return what a part refers to: kind and target of each, those of the web as external."""
    items = []
    for number, (kind, target) in enumerate(targets, start=1):
        address = kind if "/" in kind else f"{_KINDS}/{kind}"
        mode = ' TargetMode="External"' if kind == "hyperlink" else ""
        items.append(
            f'<Relationship Id="rId{number}" Type="{address}" Target="{escape(target)}"{mode}/>'
        )
    return f'{_XML}<Relationships xmlns="{_RELATIONS}">{"".join(items)}</Relationships>'
