"""The command line: parse arguments, call one function, print, choose the exit code."""

from extractor.cli.app import main

__all__ = ["main"]
