"""Which accounts of the CRM may be one company? Found by the clock, step by step, and judged by people."""
