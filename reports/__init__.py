"""What is shown: tables, charts, documents. The only place with pandas and matplotlib."""
