"""The migration that this code was written for. A test compares it with the newest file in migrations/versions."""

HEAD = "0015"
