"""How good the output is: scores against references made by people."""
