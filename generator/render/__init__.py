"""Bytes from values: templates in their sandbox, theme pages with holes, the search index, the sitemap, QR codes."""
