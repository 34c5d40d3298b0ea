"""A picture without controls, for pages that show neither scripts nor widgets."""
from base64 import b64encode
from html import escape

PIXELS_PER_INCH = 110  # on the reader's page: 8 inches fill a notebook on a projector


class Still:
    """A picture with its caption as alternative text: HTML with the caption as plain text."""

    def __init__(self, image, caption, size):
        self.image, self.caption, self.size = image, caption, size

    def __repr__(self):
        return self.caption

    def _repr_mimebundle_(self, **_):
        return {"text/plain": self.caption, "text/html": still_html(self)}


def still_html(still):
    """An HTML figure: the picture as PNG, its caption as alternative and as visible text."""
    text, width = escape(still.caption), still.size[0] * PIXELS_PER_INCH
    data = b64encode(still.image).decode()
    return (f'<figure style="margin:0"><img alt="{text}" src="data:image/png;base64,{data}" '
            f'style="width:min(100%, {width:g}px)"><figcaption>{text}</figcaption></figure>')
