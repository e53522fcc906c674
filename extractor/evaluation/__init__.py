"""Gold and reports in; scores, metrics and comparisons out."""
