"""What to find out next: which questions, about whom, and which of us to ask."""
