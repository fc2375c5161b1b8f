"""Marks of one class: many prints and codes of what a reader, and a keyboard, takes for one mark."""

DOTS = "·•・‧∙⋅･．."  # "."
DASHES = "-－‐‑‒–—―−~～〜─━⸺⸻"  # "-"
RATIOS = ":：∶"  # ":"
TIMES = "×✕✖"  # "×"
APOSTROPHES = "'＇’"  # '"', and "'" inside a word
QUOTES = '"＂“”「」『』‘〝〞〟'  # '"'
SLASHES = "/／⁄∕"  # "/"
ZEROS = "〇○◯"  # "〇"
