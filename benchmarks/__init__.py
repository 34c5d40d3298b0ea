"""Figures as ratios to rivals, measured side by side in one run: training and latency."""
