"""What is true: rules as pure functions over small frozen records."""
