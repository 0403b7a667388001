"""The cleaner as a step of other people's pipelines: one thin adapter an engine, all of them over `cleaner.arrow`.

Not to be mistaken for `cleaner.engine`, which is the engine of the rules. Nothing here is imported by the rest of the
package, and each module imports its engine only when it is imported itself.
"""
