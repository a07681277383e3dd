"""A trained bundle on disk: arrays and tables, read without running anything."""
