"""What an extractor left out between the lines of the article: texts that rules may bring back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from lxml.etree import _Element

from cleaner.evidence import Offer
from cleaner.page.evidence import Witness
from cleaner.page.texts import PageTexts, Span, squeezed

_MOST_OFFERS = 400
_FEWEST_CHARACTERS = 3
_ITEM = "- "


def offers(text: str, texts: PageTexts, spans: Sequence[Span | None], witness: Witness) -> list[Offer]:
    """Return the texts of the article's element between its first and last line that are no part of its lines.

    Args:
        text: The extracted text.
        texts: The texts of the page.
        spans: For each line where it stands among them.
        witness: Tells what the page says of them.
    """
    if witness.article is None:
        return []
    placed = sorted((span[0], number) for number, span in enumerate(spans, start=1) if span)
    starts = [start for start, _ in placed]
    present = squeezed(text)
    found: list[Offer] = []
    for pieces in _left_out(texts, spans, witness):
        if len(found) == _MOST_OFFERS:
            break
        key = "".join(texts.pieces[piece] for piece in pieces)
        if len(key) < _FEWEST_CHARACTERS or key in present:
            continue
        span = texts.span_of(pieces)
        evidence = witness.testify(span)
        line = " ".join("".join(texts.written[piece] for piece in pieces).split())
        after = placed[bisect_right(starts, span[0]) - 1][1]
        found.append(Offer(after, _ITEM + line if evidence.element == "li" else line, evidence))
    return found


def _left_out(texts: PageTexts, spans: Sequence[Span | None], witness: Witness) -> Iterator[list[int]]:
    """Yield the pieces between the first and the last line that no line holds, those of one element together."""
    held = {piece for span in spans if span for piece in texts.pieces_of(span)}
    if not held:
        return
    group: list[int] = []
    owner: _Element | None = None
    for piece in range(min(held), max(held)):
        if piece in held:
            if group:
                yield group
            group, owner = [], None
            continue
        place = witness.place_of(piece)
        if group and place.block is not owner:
            yield group
            group = []
        if witness.is_inside(place):
            group.append(piece)
            owner = place.block
    if group:
        yield group
