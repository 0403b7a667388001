"""One page about a run: what went, by which rule, article by article; self-contained, and fit to be opened anywhere.

`collect` gathers results as they are written, in bounded memory; `page` puts them, packed, into one file with the
style and the script that lie beside it. Article text reaches the page only as packed data and is shown as text, never
as markup; a content security policy forbids everything else.
"""

from __future__ import annotations

from cleaner.report.collect import ReportWriter

__all__ = ["ReportWriter"]
