"""The same report in every format that is read: makers of files from a text of one paragraph a line."""
