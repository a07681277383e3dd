"""From labels to a model: compile, check, train, evaluate, compare."""
