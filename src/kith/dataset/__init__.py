"""The dataset: the agreed tables that every row arrives in and every figure is computed from."""
