"""The values that travel between the stages, and the wire types of the API."""
