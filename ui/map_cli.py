"""The command for the map of sections in both languages: `yinju map`."""

import argparse

from indexer.passages import Language
from retriever.compared_texts import TextReader
from retriever.named_documents import choose_sides
from retriever.search import open_index
from retriever.section_map import make_map
from ui.map_picture import draw_picture
from ui.map_text import map_text
from ui.output import opened, write_bytes
from ui.png import render_png, require_chinese_font
from ui.records import map_record, to_line


def run_map(options: argparse.Namespace, language: Language, width: int) -> None:
    """Print a map, and draw it where a picture is asked for."""
    as_png = options.picture is not None and options.picture.suffix.lower() == ".png"
    if as_png:
        # Before the work, not after it.
        require_chinese_font(options.picture)
    index = open_index(options.index)
    section_map = make_map(TextReader(index), *choose_sides(index, options.documents))
    if options.picture is not None:
        picture = draw_picture(section_map, language)
        write_bytes(options.picture, render_png(picture) if as_png else picture.encode())
    with opened(options.output) as file:
        if options.json or options.output:
            file.write(to_line(map_record(section_map)) + "\n")
        else:
            file.write(map_text(section_map, language, width) + "\n")
