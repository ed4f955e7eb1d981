"""A run as one HTML file that people read: no network, no script, every text of a report escaped."""
