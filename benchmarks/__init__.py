"""How fast it is: ``python -m benchmarks.run`` measures every part on the bundled archive, in one run on one machine."""
