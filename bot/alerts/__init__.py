"""What the jobs found, as it is said: to whom, when, once, and what people can do about it."""
