"""One file, one check, one JOB."""
