"""The desk's door: the worklist of a facility and everything decided there."""
