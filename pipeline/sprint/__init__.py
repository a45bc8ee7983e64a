"""The writing room: many write one book at once, in the browser, and the files are the truth."""
