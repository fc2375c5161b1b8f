"""What counts on a cluster, how it is written, read and checked."""
