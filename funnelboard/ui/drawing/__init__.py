"""What is drawn, as lines of text and roles: cards, headings, the panel, the last lines."""
