"""The interactive map: an element of a page that needs no network, no library and no server."""
