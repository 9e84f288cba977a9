"""What is remembered: tables, queries, migrations. The only place with SQL."""
