"""Tests of the page step, with invented pages."""
