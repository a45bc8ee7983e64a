"""The launcher behind ./workbook: standard library only, Python 3.11 or newer.

`start` decides; `ready` looks whether anything is to do; `environment` makes .venv from the lock; `system` sees to
what no wheel carries; `selftest` is `./workbook test`. Nothing here imports the pipeline.
"""
