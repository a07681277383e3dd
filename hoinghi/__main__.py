"""``python -m hoinghi``."""

from hoinghi.cli import main

main()
