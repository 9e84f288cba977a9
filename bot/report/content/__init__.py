"""What a report says: its context and shape, and what its pieces are made with."""
