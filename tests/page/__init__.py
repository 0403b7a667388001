"""Tests of the engine, with rules written for them."""
