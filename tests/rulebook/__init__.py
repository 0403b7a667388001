"""Tests of the rule format: one module a module of `cleaner.rulebook`."""
