"""Where plans of many requests are made; OR-Tools is imported in engine/exact only."""
