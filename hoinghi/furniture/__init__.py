"""What stands on a page beside the article: marked, never cut."""
