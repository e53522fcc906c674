"""The second reader of the prose: features, weights learned from our own sentences, what it reads."""
