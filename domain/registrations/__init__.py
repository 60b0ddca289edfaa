"""The life of a claim: drafts and holds, filing, moving up, closing. Decisions stand in `domain.decisions`."""
