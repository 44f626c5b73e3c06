"""What each command does: conversations with the seller, one file to a noun. They see the desk and nothing else."""
