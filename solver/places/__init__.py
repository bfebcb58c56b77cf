"""Where the steps of one request can go beside what stands: on bitsets, without a solver."""
