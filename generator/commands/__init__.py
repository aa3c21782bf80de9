"""What each command does, from a project to its files; `cli` reads the words and the clock."""
