"""For which languages there is a stemmer (Snowball), and what it is called; asked where the search is not loaded."""

STEMMERS = {
    "cs": "czech",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pl": "polish",
}
