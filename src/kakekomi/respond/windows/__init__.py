"""The controls of respond, done by Windows' own functions.

Libraries are loaded lazily; called elsewhere than on Windows all raise ``UnsupportedError``.
"""
