"""Tests of `cleaner.mine`."""
