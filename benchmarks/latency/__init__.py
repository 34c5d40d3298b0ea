"""Key press to painted picture in a real JupyterLab: our explorer beside other ways to do it.

How a move is timed, for everyone alike: it begins with the time stamp of the browser's `keydown`
event on the slider's handle and ends when the browser has painted the picture of that position or
of a later one; how much later that frame is on the screen is told too. Every picture carries the
number of its position in a form that the page can read (a word in the text, or the colour of one
corner of an image), so a change is never taken for another move's, and a picture that lags behind
is counted as such.

The map: `command` runs it; `chosen` finds the slowest explorer of the course; `pictures` and
`shapes` say what is drawn, `rivals` who draws it (these three work in the kernels); `seats` are
their notebooks on a page with `recorder.js` in it, `rounds` slides them in turns; `class_` are
other kernels that are slid meanwhile; `memory` looks at what many moves leave behind; `figures`
makes medians, goals and the table.
"""
