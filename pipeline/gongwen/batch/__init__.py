"""Many documents: a process for each, state that survives a kill, one manifest line for every input."""
