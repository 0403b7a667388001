"""Rules as data: reading YAML strictly, checking every field, and laying packs and chains out in order.

Knows nothing of articles; what a rule does to one is in `cleaner.engine`.
"""
