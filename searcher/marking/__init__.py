"""What a person marked of an archive's articles: labels and notes."""
