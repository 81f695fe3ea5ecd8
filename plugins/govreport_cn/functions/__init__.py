"""Rules that the language of rules cannot say: text against itself, layout of what was published."""
