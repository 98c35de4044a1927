"""What we watch and what words mean: data files that people edit, behind a strict loader."""
