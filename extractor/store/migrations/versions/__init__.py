"""One module a version of the store, each with what it does to the one before."""
