"""What outlives a process: the answers of models that were paid for. Only this package knows SQLAlchemy."""
