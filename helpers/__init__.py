"""What the notebooks import: the mathematics, the experiments, the pictures and the explorer."""
