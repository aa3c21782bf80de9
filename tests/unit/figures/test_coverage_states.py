"""The states of a cell as people see them: one table, in which no two look alike."""

from __future__ import annotations

from typing import get_args

from generator.figures.coverage import Cell, State
from generator.figures.coverage.states import STATES, ZERO, missing
from generator.pages.coverage.grids import state_class
from generator.pages.figures import LEGEND, cell_view
from tests.unit.pages_places import macro


def test_every_state_has_a_look_and_no_two_share_a_word_a_sign_or_a_style() -> None:
    assert set(STATES) == set(get_args(State))
    for part in zip(*STATES.values(), ZERO, strict=True):
        assert len(set(part)) == len(STATES) + 1


def test_a_cell_without_a_figure_is_never_blank() -> None:
    for state in STATES:
        assert all(missing(state))
    assert missing("figure") == STATES["not_applicable"]


def test_cells_and_their_legend_show_what_the_table_says() -> None:
    legend = {style: (sign, word) for style, sign, word, _ in LEGEND}
    for state, look in STATES.items():
        if state != "figure":
            cell = Cell("x", "2025", None, state)
            assert cell_view(cell, None) == {"cls": look.style, "value": look.sign, "word": look.word, "data": state}
            assert legend[look.style] == (look.sign, look.word)
            assert state_class(cell) == look.style
    zero = Cell("x", "2025", 0, "figure")
    assert (cell_view(zero, None)["word"], state_class(zero), legend["zero"]) == (ZERO.word, "zero", ("0", ZERO.word))


def test_the_row_of_bars_says_of_a_silent_township_what_the_table_says() -> None:
    silent, waiting = STATES["silent"], STATES["not_due"]
    assert macro("macros_coverage.html", "bar_words", {"held": "", "cls": silent.style}) == silent.word
    assert macro("macros_coverage.html", "bar_words", {"held": "", "cls": waiting.style}) == "还没有办"
    assert macro("macros_coverage.html", "bar_words", {"held": "0", "cls": ""}) == "0场"
