"""The budget: what is entered, and how it is shown."""
