"""Writers of the reference pages: each module gives one page as text."""
