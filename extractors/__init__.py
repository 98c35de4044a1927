"""How text becomes facts: pure functions from recorded bytes to typed, located records.

Nothing here knows the clock, the network or the database. The one rule of the room:
for every fact, ``article.text[fact.start:fact.end] == fact.quote``.
"""
