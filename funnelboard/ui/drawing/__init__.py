"""How things look: text, cards, headings, the panel, as lines and strips."""
