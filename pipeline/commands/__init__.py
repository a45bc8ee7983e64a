"""The commands, by what they are for. Each imports its use case itself, so that `--help` stays quick."""
