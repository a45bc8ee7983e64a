"""What earlier editions said: their records, their blocks, and what became of them since. Nothing is cut here."""
