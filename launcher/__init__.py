"""The launcher behind ./workbook: standard library only, Python 3.11 or newer.

`start` decides; `environment` makes .venv from the lock; `index` fetches pip where Python has none; `system` sees to
the libraries that no wheel carries; `selftest` is `./workbook test`. Nothing here imports the pipeline.
"""
