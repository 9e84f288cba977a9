"""One file, one command, one COMMAND."""
