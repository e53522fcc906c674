"""Turn messy Chinese government disclosure reports into data that can be trusted."""

__version__ = "0.1.0"
