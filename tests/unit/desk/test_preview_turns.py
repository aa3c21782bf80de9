"""When it is built, and how long that may take."""

from __future__ import annotations

from generator.desk.preview.turns import Patience, Turn, on_change, on_end


def test_however_much_changes_during_a_build_one_more_follows():
    turn = on_change(Turn.IDLE)
    assert turn is Turn.BUILDING
    for _ in range(300):
        turn = on_change(turn)
    turn = on_end(turn)
    assert turn is Turn.BUILDING
    assert on_end(turn) is Turn.IDLE


def test_a_build_without_changes_is_the_last():
    assert on_end(on_change(Turn.IDLE)) is Turn.IDLE


def test_a_long_build_gives_way_to_a_newer_change_later_each_time():
    """Who saves every few seconds while a large county is built sees an end."""
    one = Patience().after(30)
    assert one.overtake == 90
    assert one.after_overtaking().overtake == 180
    assert one.after_overtaking().after_overtaking().overtake == 360
    assert one.after_overtaking().after(20) == one  # one that ended: as before


def test_a_first_build_may_take_long_and_later_ones_as_their_like():
    assert Patience().limit >= 600
    assert Patience().after(0.5).limit == 120
    assert Patience().after(60).limit == 300
    assert Patience().after(0.5).overtake == 10
    assert all(Patience(longest, n).limit >= Patience(longest, n).overtake for longest in (0, 1, 99) for n in range(9))
