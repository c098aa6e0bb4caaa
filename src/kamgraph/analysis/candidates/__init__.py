"""What interactions, titles and names suggest, as facts that somebody may accept or dismiss."""
