"""What is killed, cut off and filled up while a batch is under way; and that nothing is lost by it."""
