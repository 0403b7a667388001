"""Rules at work on one article: lines in, what goes and which facts it carried out.

No input or output, no globals, no randomness; a clock only where a pattern can backtrack. Rounds (`rounds`) look at
what is left (`state`), let every rule say what it would take (`claims`, under `conditions`), decide between them
(`conflicts`), and turn what was taken into spans of the repaired text (`spans`).
"""
