"""What a seller does, one transaction each; the board and the command line both call these."""
