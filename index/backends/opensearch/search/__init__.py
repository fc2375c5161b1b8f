"""How a cluster is asked, and how its answer is put together."""
