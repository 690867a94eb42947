"""What only a running Windows can tell.

Libraries are loaded lazily, so that all of it can be imported and read anywhere; called elsewhere
than on Windows it raises ``UnsupportedError``.
"""
