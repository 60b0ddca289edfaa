"""A believable programme for trying Dibs: generated from a seed, made only by the domain's verbs under a moved clock."""
