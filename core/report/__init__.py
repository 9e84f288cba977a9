"""What a committee report holds to: figures that are stated, what casts, and what is lacking."""
