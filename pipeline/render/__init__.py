"""The book in its formats. Each format is a module with `render(book, theme, …)`; none of them writes a file."""
