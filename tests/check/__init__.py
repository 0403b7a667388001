"""Tests of `cleaner.check`."""
