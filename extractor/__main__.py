"""``python -m extractor``: the same as the ``extractor`` script."""

from extractor.cli import main

main()
