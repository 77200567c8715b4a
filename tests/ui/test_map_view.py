"""The map in the page: harmless, complete, and to be read without seeing it."""

import re

import numpy as np
from hypothesis import given, settings

from retriever.section_map import SectionMap
from tests.ui.html_checking import Checker, assert_harmless
from tests.ui.map_strategies import HOSTILE, make_section, make_side, maps, small_map
from ui.map_view import map_view
from ui.messages import message


def test_a_map_has_a_picture_and_a_table_for_each_side() -> None:
    checked = Checker(map_view(small_map(), "en"))
    assert len(checked.all("svg")) == 1
    assert len(checked.all("table")) == 2
    assert len(checked.all("caption")) == 2
    rows = [a for a in checked.all("th") if a.get("scope") == "row"]
    assert len(rows) == 5
    assert message("map-nothing", "en") in checked.text
    assert "甲 (Chinese) · sections: 3" in checked.text


def test_cells_and_buttons_name_the_sections_of_both_sides_the_same_way() -> None:
    checked = Checker(map_view(small_map(), "zh"))
    pairs = {(a["data-a"], a["data-b"]) for a in checked.all("button") if "data-a" in a}
    assert pairs == {("", "a:0"), ("a:1", "a:1"), ("a:1", "a:0")}
    cells = [a for a in checked.all("rect") if a.get("role") == "button"]
    assert pairs <= {(a["data-a"], a["data-b"]) for a in cells}
    reached = {(a["data-a"], a["data-b"]) for a in cells if a["tabindex"] == "0"}
    assert reached == pairs
    assert all(a["data-a-source"] == "a.md" for a in cells)
    assert {a["data-compare"] for a in checked.all("button") if "data-compare" in a} == {
        "a:0",
        "a:1",
        "a:2",
    }


@given(maps())
@settings(max_examples=40, deadline=None)
def test_no_heading_breaks_out_of_the_page(section_map: SectionMap) -> None:
    checked = assert_harmless(map_view(section_map, "zh"))
    rows = [a for a in checked.all("th") if a.get("scope") == "row"]
    assert len(rows) == len(section_map.a.sections) + len(section_map.b.sections)


def test_hostile_headings_are_text() -> None:
    nasty = SectionMap(
        make_side("zh", [make_section(0, HOSTILE, (0,), 1.0, (HOSTILE,))], HOSTILE),
        make_side("en", [make_section(0, HOSTILE, (0,), 1.0)]),
        np.array([[0.9]], np.float32),
    )
    checked = assert_harmless(map_view(nasty, "en"))
    assert len(re.findall(r"<script>alert\(1\)</script>", checked.text)) >= 4
