"""``python -m hoinghi``."""

from hoinghi.cli.main import main

main()
