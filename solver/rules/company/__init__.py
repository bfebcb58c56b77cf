"""When and where those who come from a company can be."""
