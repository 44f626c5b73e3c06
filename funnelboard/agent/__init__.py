"""A seller's agent: a server of the Model Context Protocol over the services, on standard input and output."""
