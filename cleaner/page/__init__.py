"""The page: from HTML to the lines of its article, each with what the page says of it, and the facts of its head.

`extract` runs the extractor and brings its lines, their evidence and the facts together; rules, repair and the facts of
the text are for others.
"""
