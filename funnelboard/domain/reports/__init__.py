"""Reports: what a sales meeting asks for. Figures from plain rows, and the tables that tell them."""
