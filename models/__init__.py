"""The learned parts: what they are asked and what they answer, with their weights, training and cards.

Rule: pure. No clock, no network, no environment; nothing heavy is imported before a model is loaded.
"""
