"""Meeting type, period and topics: TF-IDF blocks and linear models."""
