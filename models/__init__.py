"""How a sentence becomes numbers: the learned parts, behind two small protocols."""
