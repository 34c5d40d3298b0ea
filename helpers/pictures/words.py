"""Words of captions that depend on a number."""


def counted(number, noun):
    """A number with its noun, which takes an s unless there is one of it."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
