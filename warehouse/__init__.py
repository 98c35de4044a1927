"""What is stored, what is derived from it, and when it was known: the only room that speaks DuckDB.

Facts are appended, never changed; views and macros read them. One process writes the working file, everybody else
reads the published copy. The room has no clock: every timestamp is passed in.
"""
