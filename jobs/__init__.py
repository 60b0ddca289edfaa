"""What happens by itself? The schedule, the clock that keeps it, and the work that reaches outside."""
