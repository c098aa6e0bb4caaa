"""What to do next: moves, what they would bring, and the best of them within a budget."""
