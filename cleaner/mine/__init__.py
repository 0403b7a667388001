"""Rules proposed for lines that repeat across articles and that no rule takes.

Three passes over a corpus, in bounded memory: `sketch` counts the shapes of all lines; `gather` looks closer at those
that stand in enough articles, and asks the rules about them; `lookalikes` finds prose that comes close. `shapes` says
when two lines are one shape, `ranking` which shapes look like debris, `proposals` writes rules.
"""
