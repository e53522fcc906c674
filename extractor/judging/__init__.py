"""What a model says of a document and what becomes of it: engines, readers that ask, reconciliation."""
