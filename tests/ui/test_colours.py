import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.colours import ramp, to_oklab
from ui.map_style import DARK_RAMP, LIGHT_RAMP, STEPS

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@given(colours, colours, st.integers(2, 12))
def test_a_ramp_begins_and_ends_where_it_should(first: str, last: str, steps: int) -> None:
    made = ramp(first, last, steps)
    assert len(made) == steps
    assert (made[0], made[-1]) == (first, last)


def test_known_colours_of_oklab() -> None:
    np.testing.assert_allclose(to_oklab("#ffffff"), [1, 0, 0], atol=1e-4)
    np.testing.assert_allclose(to_oklab("#ff0000"), [0.628, 0.2249, 0.1258], atol=1e-3)


@pytest.mark.parametrize("made", [LIGHT_RAMP, DARK_RAMP])
def test_steps_look_equally_wide_and_go_one_way(made: tuple[str, ...]) -> None:
    places = np.array([to_oklab(colour) for colour in made])
    steps = np.linalg.norm(np.diff(places, axis=0), axis=1)
    assert len(made) == STEPS
    assert steps.max() / steps.min() < 1.1
    lightness = np.diff(places[:, 0])
    assert (lightness > 0.03).all() or (lightness < -0.03).all()
