"""The figures of notebook 06."""
