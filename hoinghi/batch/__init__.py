"""Many articles: read, predicted, written."""
