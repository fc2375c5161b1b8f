"""The engine on an OpenSearch cluster: docs/cluster.md says what it keeps there, and why."""
