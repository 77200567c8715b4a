"""The map as SVG and PNG: well-formed whatever headings say, complete, and not blank."""

import io
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image

from indexer.passages import LANGUAGES, Language
from retriever.section_map import SectionMap
from tests.ui.map_strategies import HOSTILE, make_section, make_side, maps, small_map
from ui import png
from ui.errors import NoChineseFont
from ui.map_picture import draw_part, draw_picture
from ui.map_style import LIGHT, LIGHT_RAMP, STEPS, page_rules
from ui.messages import message
from ui.png import ZOOM, render_png, require_chinese_font
from ui.svg import FONTS

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).parents[2]


def read(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def titles(root: ElementTree.Element) -> list[str]:
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}title")]


def cells(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [
        element
        for element in root.iter(f"{SVG}rect")
        if re.fullmatch(r"s[1-9]", element.get("class", "")) and len(element)
    ]


@given(maps())
@settings(max_examples=60, deadline=None)
def test_a_picture_is_well_formed_and_has_all_sections(section_map: SectionMap) -> None:
    for language in LANGUAGES:
        svg = draw_picture(section_map, language)
        svg.encode()
        root = read(svg)
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
            *("svg", "title", "style", "rect", "path", "text", "circle", "g"),
        }
        assert not [
            name
            for e in root.iter()
            for name in e.attrib
            if name.startswith("on") or "href" in name
        ]
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "") or any(
            "http" in s.heading for side in (section_map.a, section_map.b) for s in side.sections
        )
        shares = [title for title in titles(root) if re.match(r"\d+\. ", title)]
        for side in (section_map.a, section_map.b):
            for number, _ in enumerate(side.sections, 1):
                assert sum(title.startswith(f"{number}. ") for title in shares) >= 2
        assert len(cells(root)) == int((np.floor(section_map.scores * STEPS) >= 1).sum())


def test_cells_say_what_they_compare_and_how_near_it_is() -> None:
    root = read(draw_picture(small_map(), "en"))
    said = titles(root)
    assert "2. 一. 引言 ↔ 2. I. Introduction: 0.97" in said
    assert "1. No heading: 封面 ↔ 1. Cover: 0.61" in said
    assert "3. 一. 引言 › A. 酸面包" in said
    assert "3. A. 酸面包: passages: 3, with a counterpart: 0%" in said
    assert len(cells(root)) == 5
    assert said[0] == "Map: 甲 (Chinese) and A/1/1 (English)"
    assert len(list(root.iter(f"{SVG}circle"))) == 2 + 1  # One is in the legend.


def test_a_picture_speaks_the_language_of_the_reader() -> None:
    text = "".join(read(draw_picture(small_map(), "zh")).itertext())
    for key in ("map-legend", "map-usual", "map-mutual", "map-bar"):
        assert message(key, "zh") in text
        assert message(key, "en") not in text
    assert "对照图：甲（中文）与A/1/1（英文）" in text


def test_what_headings_say_is_text() -> None:
    sections = [make_section(0, HOSTILE, (0,), 1.0, (HOSTILE,))]
    nasty = SectionMap(
        make_side("zh", sections, HOSTILE),
        make_side("en", sections),
        np.array([[0.9]], np.float32),
    )
    for svg in (draw_picture(nasty, "zh"), draw_part(nasty, "en")):
        root = read(svg)
        assert not list(root.iter("script"))
        assert not list(root.iter(f"{SVG}script"))
        assert "<script>alert(1)</script>" in "".join(root.itertext())


def test_the_part_of_a_page_has_buttons_with_the_ids_of_sections() -> None:
    root = read(draw_part(small_map(), "zh"))
    assert not list(root.iter("style"))
    headings = [e.get("data-compare") for e in root.iter("text") if e.get("role")]
    assert sorted(filter(None, headings)) == ["a:0", "a:1", "a:1", "a:2"]
    buttons = [e for e in root.iter("rect") if e.get("role") == "button"]
    assert len(buttons) == 5
    ids = {(b.get("data-a"), b.get("data-b")): b for b in buttons}
    assert set(ids) == {("", "a:0"), ("", "a:1"), ("a:1", "a:0"), ("a:1", "a:1"), ("a:2", "a:1")}
    assert ids["a:1", "a:1"].get("tabindex") == "0"
    assert ids["a:2", "a:1"].get("tabindex") == "-1"
    assert ids["", "a:0"].get("data-a-source") == "a.md"
    assert all(button.get("aria-label") for button in buttons)
    used = {e.get("class", "") for e in root.iter()} - {"", "section-map"}
    for name in used:
        assert f".section-map .{name}{{" in page_rules()
        assert f".dark .section-map .{name}{{" in page_rules()


def test_many_sections_still_make_a_picture_of_bearable_size() -> None:
    rows, columns = 120, 400
    section_map = SectionMap(
        make_side("zh", [make_section(n, f"第{n}节") for n in range(rows)]),
        make_side("en", [make_section(n, f"Section {n}") for n in range(columns)]),
        np.repeat([[0.05, 0.35, 0.95, 0.15]], columns // 4, axis=1).repeat(rows, axis=0),
    )
    root = read(draw_picture(section_map, "en"))
    assert not cells(root)
    assert len([e for e in root.iter(f"{SVG}rect") if e.get("class") == "s9"]) == rows + 2
    assert float(root.get("width", "0")) < 1500
    assert float(root.get("height", "0")) < 2000


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_png_has_the_size_of_the_svg_and_is_not_blank(language: Language) -> None:
    svg = draw_picture(small_map(), language)
    root = read(svg)
    with Image.open(io.BytesIO(render_png(svg))) as image:
        assert image.format == "PNG"
        assert image.size == tuple(
            round(float(root.get(name, "0")) * ZOOM) for name in ("width", "height")
        )
        pixels = np.asarray(image.convert("RGB")).reshape(-1, 3)
    colours = {tuple(pixel) for pixel in pixels.tolist()}
    for colour in (LIGHT["paper"], *LIGHT_RAMP):
        assert tuple(int(colour[n : n + 2], 16) for n in (1, 3, 5)) in colours
    assert len(colours) > 30


def test_a_machine_without_chinese_letters_is_told_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    require_chinese_font(tmp_path / "map.png")
    # As resvg draws it where nothing has the characters.
    monkeypatch.setattr(png, "render_png", lambda svg: b"box")
    with pytest.raises(NoChineseFont, match=r"map\.png: this machine has no font"):
        require_chinese_font(tmp_path / "map.png")


def test_without_fonts_the_two_characters_do_look_the_same() -> None:
    from resvg_py import svg_to_bytes

    one, other = (
        svg_to_bytes(
            svg_string=png._PROBE.format(fonts=FONTS, text=text),
            skip_system_fonts=True,
        )
        for text in "引据"
    )
    assert one == other


def test_only_a_png_loads_what_draws_it() -> None:
    code = "import sys, ui.map_cli, ui.map_view; print('resvg_py' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
