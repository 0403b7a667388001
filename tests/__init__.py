"""Tests: one module a module of the package, and the promises."""
