"""The figures behind the explorers, one module a notebook, of the same name."""
