"""What did people say about two companies? Saying it, taking it back, and what a look-up has to know of it."""
