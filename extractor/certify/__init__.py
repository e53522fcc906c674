"""How wrong a data set is, said with an interval: plan, blind sample, exact bounds, certificate."""
