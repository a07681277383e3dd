"""Who holds which title, and what the title means."""
