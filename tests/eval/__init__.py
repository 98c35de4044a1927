"""How good it is: each module measures one part, ``python -m tests.eval.run`` prints them all and keeps the floors."""
