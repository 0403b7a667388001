"""Tests of the adapters; each is skipped where its engine is not installed."""
