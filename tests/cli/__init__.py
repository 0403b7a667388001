"""Tests of `cleaner.cli`, which call `main` as the installed command does."""
