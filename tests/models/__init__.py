"""Tests of the tables: constraints and migrations."""
