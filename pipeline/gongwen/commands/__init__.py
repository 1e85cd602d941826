"""What the commands of the CLI do. cli.py only declares them, so that `--help` loads nothing heavy."""
