"""What tells one kind of script from another by its text, where the name says nothing.

A script attached as ``.txt`` or without a name is started just the same once somebody renames it.
The marks are looked for in the first few kilobytes; each is a sign that ordinary text lacks.
"""

import re
from typing import Final

WSF_MARK: Final = re.compile(
    rb"<(?:job|package)\b[^<>]*+>\s*+(?:<[^<>]*+>\s*+){0,5}<script", re.IGNORECASE
)
"""Takes ``<job id="a"><script``; refuses ``<package>``."""
HTA_MARK: Final = re.compile(rb"<hta:application", re.IGNORECASE)
"""Takes ``<HTA:APPLICATION``; refuses ``<html>``."""
BAT_MARK: Final = re.compile(rb"^\s{0,8}(?:@echo off|setlocal\b)", re.IGNORECASE | re.MULTILINE)
"""Takes ``@echo off``; refuses ``echo``."""
PS1_MARK: Final = re.compile(
    rb"\b(?:powershell|invoke-expression|new-object\s+net\.webclient)\b", re.IGNORECASE
)
"""Takes ``Invoke-Expression``; refuses ``power``."""
JS_MARK: Final = re.compile(
    rb"\b(?:WScript|ActiveXObject)\b[^\n]{0,200}?;|\bvar\s+\w+\s*=\s*new ActiveXObject",
    re.IGNORECASE,
)
"""Takes ``WScript.Sleep(1);``; refuses ``WScript.Sleep 1``."""
VBS_MARK: Final = re.compile(
    rb"\bCreateObject\s*\(|^\s{0,8}(?:Dim|On Error Resume Next|Sub|Function)\b[^;{\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Takes ``Dim a``; refuses ``function f() {``."""
ENCODED_MARK: Final = re.compile(rb"\A\s{0,64}#@~\^")
"""Takes ``#@~^JwAAAA==``, which only script hosts read; refuses ``#@``."""
SETTINGS_MARK: Final = re.compile(rb"<PCSettings\b", re.IGNORECASE)
"""Takes ``<PCSettings>``; refuses ``<Settings>``."""
