"""What the commands of `tiyao` do. `service/cli.py` declares them and imports each only when it is called."""
