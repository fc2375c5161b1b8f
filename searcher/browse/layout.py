"""Which panes a terminal has room for, and what is said where it has room for none."""

from __future__ import annotations

from rich.text import Text

from index.messages import tr

MIN_WIDTH, MIN_HEIGHT = 40, 10
BREAKPOINTS = [(0, "-one"), (90, "-both"), (140, "-all")]
"""From how many columns on there are the list or the article, both, the facets too."""
TOO_SMALL = "-too-small"
CSS = """
Screen { layout: vertical; }
QuestionInput { height: 1; border: none; padding: 0 1; }
QuestionInput:focus { border: none; }
#head, #foot { height: 1; }
#times { display: none; height: 1; }
#panes { height: 1fr; }
#facets { display: none; width: 30; }
#hits { width: 1fr; }
#start { display: none; width: 1fr; }
.starting #hits { display: none; }
.starting #start { display: block; }
#article { display: none; width: 1fr; }
#small { display: none; height: 1fr; }
.-both #article, .-all #article { display: block; }
.-both #times, .-all #times { display: block; }
.-all #facets { display: block; }
.-one.reading #hits, .-one.reading #start { display: none; }
.-one.reading #article { display: block; }
.-too-small QuestionInput, .-too-small #head, .-too-small #times,
.-too-small #panes, .-too-small #foot { display: none; }
.-too-small #small { display: block; }
"""


def format_too_small(width: int, height: int) -> list[Text]:
    """Return what is wrong and the cure, in lines that a small terminal holds."""
    return [
        Text(tr("Too small: {width} × {height}.", width=width, height=height)),
        Text(tr("At least {width} × {height},", width=MIN_WIDTH, height=MIN_HEIGHT)),
        Text(tr("please: make it larger.")),
        Text(tr("Ctrl-C ends.")),
    ]
