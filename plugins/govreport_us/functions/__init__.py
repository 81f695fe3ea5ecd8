"""Rules that the language of rules cannot say: ordered lists, the last of several, and what the file itself is like."""
