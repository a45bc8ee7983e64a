"""What is held against a finished book: the rules of the house, and validators of the formats."""
