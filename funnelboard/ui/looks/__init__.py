"""How the board looks: signs, and the styles of every role, for each look."""
