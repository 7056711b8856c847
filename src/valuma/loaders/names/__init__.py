"""The parts of `valuma.loaders.linkage`: readings of a name, the register by name, candidates, scores."""
