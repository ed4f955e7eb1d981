"""The page, served at `/`: what it can do, a script can do over the same HTTP API."""
