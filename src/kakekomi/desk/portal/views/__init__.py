"""The pages of the portal, by what a reader wants."""
