"""From bytes to trees of text that know their places. Nothing here knows what a key means."""
