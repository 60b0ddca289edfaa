"""Why was a file, a row or a run refused, in words that say what to do? Code -> sentence marked for translation."""

from __future__ import annotations

from domain.words import N_

FILE_REASONS: dict[str, str] = {
    "empty": N_("This file is empty. Export it again and choose that file."),
    "spreadsheet": N_("This is a workbook that was renamed. Choose it under its own name, or save it as CSV (UTF-8)."),
    "book_broken": N_("This workbook cannot be read. Open it, save it anew as XLSX, and choose that file."),
    "book_locked": N_("This workbook is protected by a password. Save it without one, and choose that file."),
    "book_large": N_(
        "This workbook is too large to be read here. Save the sheet as CSV (UTF-8), and choose that file."
    ),
    "book_empty": N_("There is nothing in this workbook that can be seen. Choose another file."),
    "pdf": N_("This is a PDF. Export the list from the CRM as CSV, and choose that file."),
    "document": N_("This is a text document. Export the list from the CRM as CSV, and choose that file."),
    "picture": N_("This is a picture. Export the list from the CRM as CSV, and choose that file."),
    "archive": N_("This is an archive. Unpack it, and choose the table in it."),
    "web_page": N_("This is a web page or XML. Export the list from the CRM as CSV, and choose that file."),
    "other": N_("This is not a text table. Export the list from the CRM as CSV, and choose that file."),
    "too_large": N_("This file is larger than 200 MB. Export fewer columns, or split it by kind."),
    "too_many_rows": N_("This file has more than 1,000,000 rows. Export only what is still in use."),
    "too_broken": N_("Too many rows of this file cannot be parted into cells. Export it again as CSV with quotes."),
    "no_rows": N_("There are headers in this file and no rows. Export it again with its rows."),
    "none_readable": N_("No row of this file can be read. See the examples, correct the columns, or export it again."),
    "columns": N_("Choose the column that holds the company."),
    "unexpected": N_("The import stopped on an error of ours. Upload the file again: what was done is not repeated."),
    "lost": N_("The file is no longer there. Choose it again."),
}
"""Of a whole file or run."""

ROW_REASONS: dict[str, str] = {
    "quote": N_("A quotation mark is not closed, or stands inside a cell without being doubled"),
    "cells": N_("It has another number of cells than the headers"),
    "nul": N_("It contains NUL characters"),
    "letters": N_("It contains letters that are broken: the export mixes encodings"),
    "long_cell": N_("A cell is longer than 131,072 characters"),
    "long_line": N_("The line is longer than 2,000,000 characters"),
    "no_name": N_("It has no company name"),
    "too_long": N_("The text is too long: a name has up to 300 characters, a number up to 200"),
    "bad_date": N_("There is no such date"),
    "bad_amount": N_("This is no amount"),
    "double": N_("The same record stands further up, in line %(other)s"),
    "no_account": N_("It names no account"),
    "unknown_account": N_("The mirror has no such account: import the accounts first"),
    "ambiguous_account": N_("Several accounts bear this name: export the account’s number as well"),
}
"""Of one row."""
