"""Search over a snapshot: a plan finds and scores documents, a collector orders and counts them."""
