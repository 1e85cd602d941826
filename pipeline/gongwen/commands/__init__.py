"""What the commands of the CLI do. cli/ only declares them, so that `--help` loads nothing heavy."""
