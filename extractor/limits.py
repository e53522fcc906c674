"""What the reading of one document may cost, wherever it is read in a process of its own."""

SECONDS = 120.0
"""Time for one try."""
MEMORY_MB = 2048
"""On top of what an idle process holds."""
