"""The machine: one module a step, in the order that build.py tells."""
