"""The peers, each a program of its own, run with its own environment: `python -m benchmarks.peers.clients.NAME JOB RESULT`."""
