"""Trust toward a brand in a sentence: data, training, export and the scorer that runs without torch.

Rule: the words a model answers with are those stored beside its weights.
"""
