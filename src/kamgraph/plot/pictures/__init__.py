"""Pictures, one file each, named as the picture."""
