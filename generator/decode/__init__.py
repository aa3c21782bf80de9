"""From trees of text to typed records. Every fault of a file is reported at once."""
