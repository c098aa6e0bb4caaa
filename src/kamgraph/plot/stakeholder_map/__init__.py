"""The stakeholder map: what it shows, where, and what stands out."""
