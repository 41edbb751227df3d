"""Makes the sample cases. Standard library only, so that any Python 3.11 repeats it byte for byte."""
