"""Charts as geometry: what templates draw as SVG, so that every chart works without JavaScript and can be read aloud.

In: harm fields and counts. Out: positions in per cent of the width, already turned for right-to-left pages.
Not here: colours and strokes (style sheet), words beside the bars (templates).
"""
