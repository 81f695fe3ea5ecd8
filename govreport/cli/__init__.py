"""The command line: one file for each command; `main` finds them by name and imports only the one that is asked for."""
