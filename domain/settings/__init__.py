"""How is the programme set in the portal? Questions, answers, what they change, publishing."""
