"""Durable work: the queue of jobs, and the workers that do them. Only this package knows DBOS."""
