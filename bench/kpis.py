"""What a figure costs over a million tickets of three years, against the bare scan of the same range of an index."""

from datetime import UTC, datetime

TICKETS, CHUNK, ROUNDS = 1_000_000, 50_000, 31
NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
FIRST = datetime(2023, 10, 1, tzinfo=UTC)
# Every tenth ticket is for two partners.
PARTNERS = (
    (("BDC",), ("DDDC",), ("NEDDC",), ("RHL",)) * 9
    + (("BDC", "NEDDC"), ("DDDC", "RHL"), ("BDC", "DDDC"))
    + (("BDC", "DDDC", "NEDDC", "RHL"),)
)
