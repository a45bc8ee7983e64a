"""The publishing pipeline: Markdown manuscripts in, PDF, EPUB and HTML editions out."""
