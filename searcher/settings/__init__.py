"""What a person has set in ``config.toml``, and which archive is asked where none is named."""
