"""Reading what other tools export: tables first, then what their rows mean."""
