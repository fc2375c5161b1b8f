"""The formats of files: what a file of each says of its pages or articles."""
