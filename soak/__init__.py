"""What happens when something falls over: each module breaks one thing many times, and counts what was lost."""
