"""Officers' Markdown: lists as they are meant, anchors, headings, and HTML that is safe."""
