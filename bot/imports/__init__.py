"""Importing other tools' tables: what is said of a file, what it would do, and doing it."""
