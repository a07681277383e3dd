"""Sequence tagging: features, the chain model, spans."""
