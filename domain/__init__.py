"""Verbs and judgments: what happens, and is it allowed? Has never heard of HTTP."""
