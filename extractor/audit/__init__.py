"""Many Reports in: contradictions, copied text, outliers and what evaluators' rules say of each."""
