"""What developers call: words, tour, bench."""
