"""Benchmarks: our build beside what a team would script in an afternoon (README.md)."""
