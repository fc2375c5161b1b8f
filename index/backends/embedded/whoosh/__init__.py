"""The codec and the schema as Whoosh calls them."""
