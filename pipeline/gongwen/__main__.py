"""`python -m gongwen` is the `gongwen` command."""

from .cli import main

main()
