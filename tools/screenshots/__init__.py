"""Pictures of the pages for docs/screenshots: the main flow on the demo, in both languages."""
