"""Figures as ratios: the networks of the course against PyTorch, side by side in one run."""
