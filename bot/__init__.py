"""What is said: commands, jobs, channels, and the composition root."""
