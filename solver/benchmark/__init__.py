"""Instances of others and generated ones: planned by the product's own solve, and compared."""
