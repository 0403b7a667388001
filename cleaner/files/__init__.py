"""Batches: from the inputs that a user names to the files they get.

`inputs` finds what there is to clean, `records` reads it one article at a time, `outputs` writes results, `batch`
runs one through the other and `summary` counts. A further format is one more reader in `records` and one more writer
in `outputs`.
"""
