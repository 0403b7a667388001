"""The sketch: never too few, seldom too many, and of a fixed size."""

from __future__ import annotations

from collections import Counter

from cleaner.mine.sketch import Sketch


def test_a_count_is_never_too_small_and_mostly_right() -> None:
    sketch, exact = Sketch(1 << 14), Counter[str]()
    for number in range(20_000):
        text = f"line {number % 3_000 if number % 2 else number}"
        sketch.add(text)
        exact[text] += 1
    assert all(sketch.count(text) >= count for text, count in exact.items())
    assert sum(sketch.count(text) == count for text, count in exact.items()) > 0.8 * len(exact)


def test_what_was_never_seen_counts_nothing() -> None:
    sketch = Sketch(1 << 12)
    sketch.add("a")
    assert sketch.count("b") == 0


def test_lone_surrogates_are_counted() -> None:
    sketch = Sketch(16)
    sketch.add("\ud800")
    assert sketch.count("\ud800") == 1


def test_counters_end_instead_of_beginning_anew() -> None:
    sketch = Sketch(16)
    for _ in range(0x10000 + 5):
        sketch.add("a")
    assert sketch.count("a") == 0xFFFF


def test_texts_that_share_counters_raise_no_more_than_they_must() -> None:
    sketch, exact = Sketch(1 << 10), Counter[str]()
    for number in range(3_000):
        sketch.add(str(number))
        exact[str(number)] += 1
    # With all counters raised each time, each would stand at about three.
    assert sum(sketch.count(text) for text in exact) < 2.5 * len(exact)
