"""Rule files that come along, as data."""
