"""The machine, in wings. Each says in its own words what comes in, what goes out, and what it alone knows."""
