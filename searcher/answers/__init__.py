"""Answers beside the list of hits: quotations, timelines, similar articles, pages, series, batches."""
