"""Marks of one class: many prints and codes of what a reader, and a keyboard, takes for one mark.

Each class is a text of its members; the comment says to which mark they fold. First come the members that
keyboards and input methods have, then the rest: the small, half-width and vertical forms of GBK and Big5 that
stand in old files, and the look-alikes that fonts, PDFs and OCR put in their place. 《》〈〉 are no quotes
here, and … is no dot. Inside the brackets of a regular expression a class stands for itself: no ``-`` but the
first is in one, and no bracket, backslash or ``^``.
"""

DOTS = "·•・‧∙⋅･．." + "﹒․\u0387ㆍ˙ꞏ᛫⸱⸳⦁"  # "."
DASHES = "-－‐‑‒–—―−~～〜─━⸺⸻" + "﹣﹘⁃˗➖∼⁓〰˜"  # "-"
RATIOS = ":：∶" + "﹕︓︰꞉"  # ":"
TIMES = "×✕✖" + "⨯╳⨉☓"  # "×"
APOSTROPHES = "'＇’" + "ʼʻ‛′‵´`｀❜"  # '"', and "'" inside a word
QUOTES = '"＂“”「」『』‘〝〞〟' + "｢｣﹁﹂﹃﹄„‟‚″‶❝❞❛"  # '"'
SLASHES = "/／⁄∕" + "⧸╱"  # "/"
BARS = "|｜" + "│┃∣ǀ￨"  # "|"
ZEROS = "〇○◯"  # "〇"
