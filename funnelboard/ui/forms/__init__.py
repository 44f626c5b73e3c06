"""The fields of the forms: what they show, and how what is typed into them is read. Nothing here draws."""
