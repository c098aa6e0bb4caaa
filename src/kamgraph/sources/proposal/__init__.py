"""Mappings that propose themselves, by headings and by what stands below them."""
