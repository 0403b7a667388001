"""Tests of `cleaner.files`."""
