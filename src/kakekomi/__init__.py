"""Kakekomi: the first-response desk for Emotet-type outbreaks.

The rooms, from the inside out: ``facts`` (the tables), ``mail`` and ``host`` (bytes and PCs to
facts), ``packs`` (knowledge as data), ``judge`` (rules over facts), ``guide`` (steps over case
facts), ``drill`` (harmless samples), ``cli``.
"""

__version__ = "0.1.0"
