"""The course as static pages: `python -m helpers.site OUT` writes one HTML file a notebook.

A page needs neither Python nor a network. Its explorers answer from frames that were computed
when it was written; where a frame was left out, the nearest one is shown and named. The map:
`runs` executes the cells of a notebook and keeps its explorers, `controls` describes their
controls, `choice` says which combinations are stored, `store` packs the frames, `text` turns
Markdown, code and formulas into HTML, `cells` does so with a cell and its outputs, and `pages`
puts the page together with page.html, site.css and site.js.
"""
from helpers.site.pages import Page, build, written

__all__ = ["Page", "build", "written"]
