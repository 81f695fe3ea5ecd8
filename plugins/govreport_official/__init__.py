"""The official theme: typographic tokens of government documents, and the open fonts that stand in for its faces."""
