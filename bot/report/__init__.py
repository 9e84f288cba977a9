"""The committee report: what it is put together from, checked by, signed and kept."""
