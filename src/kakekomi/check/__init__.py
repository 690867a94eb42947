"""One artifact from its bytes to its verdict, under limits: for the command line and the desk.

Untrusted mail is taken apart in worker processes; results come back in a declared shape, in the
order of the input. Nothing here speaks to people: words and pages are of the rooms above.
"""
