"""The catalogue: who owns which instrument, what it can do, when it is open, what it costs."""
