"""Packing: data on its way into a page."""

from __future__ import annotations

import base64
import json
import zlib

ARTICLES_A_CHUNK = 64
"""Articles that are packed, and unpacked in the browser, together."""


def packed(value: object) -> str:
    """Return a value as JSON, deflated and in base64: text in which no markup can hide."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    compressor = zlib.compressobj(6, wbits=-15)
    return base64.b64encode(compressor.compress(data) + compressor.flush()).decode("ascii")
