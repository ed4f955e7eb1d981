"""The HTTP door: routes, what they take and give, and what their errors look like."""
