"""What is stored, what is derived from it, and when it was known: the only room that knows DuckDB."""
