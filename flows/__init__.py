"""What happens when, and what if it fails: the only room with a clock, a network and Prefect."""
