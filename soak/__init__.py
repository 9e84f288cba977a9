"""Long runs that break things on purpose and print what came of it. docs/reliability.md has the figures."""
