"""One file a subject, each with its PIECES by name."""
