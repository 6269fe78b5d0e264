"""What answers promised, and whether it was done: kept by the clerk, due on a day, closed with a reference."""
