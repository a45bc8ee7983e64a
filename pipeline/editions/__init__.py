"""Editions: cut, listed, verified, compared, corrected. What never changes again once it has a number."""
