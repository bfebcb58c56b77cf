"""One file per format of instances; each reads text into a problem, one slot per unit of time."""
