"""A linker of PDF files: pieces whose numbers are open become one file.

Bytes in, bytes out; it knows nothing of what set the pieces.
"""
