"""Tests of `cleaner.report`."""
