"""The language of a text where it says so itself: "[cy] Croeso" or "[Welsh] Croeso"."""

from __future__ import annotations

import re

LANGUAGES = {
    "ar": "Arabic", "bn": "Bengali", "cs": "Czech", "cy": "Welsh", "de": "German", "es": "Spanish", "fa": "Persian",
    "fr": "French", "ga": "Irish", "gd": "Gaelic", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "it": "Italian", "ku": "Kurdish", "kw": "Cornish", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch",
    "pa": "Panjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "so": "Somali", "sq": "Albanian", "ta": "Tamil", "ti": "Tigrinya", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "yi": "Yiddish", "zh": "Chinese",
}  # fmt: skip
"""Languages by their code; people write the one or the other."""

_BY_NAME = {name.casefold(): code for code, name in LANGUAGES.items()} | {"punjabi": "pa", "farsi": "fa"}
_SAYS = re.compile(r"\[([A-Za-z]{2,12})\]\s+")


def in_language(text: str) -> tuple[str, str]:
    """The code of the language that a text says it is in ("" where it says none), and the text without saying so."""
    found = _SAYS.match(text)
    if found is None:
        return "", text
    word = found[1].casefold()
    code = word if word in LANGUAGES else _BY_NAME.get(word, "")
    if code:
        return (code, text[found.end() :])
    return ("", text)
