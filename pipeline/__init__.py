"""The publishing pipeline: Markdown manuscripts in, PDF, EPUB and HTML editions out."""

# Of the program; books have editions. CHANGELOG.md says what is new in each.
__version__ = "0.2.0"
