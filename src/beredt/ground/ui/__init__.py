"""The look and feel that all rooms share: page, words, tables, charts, maps, forms.

For every reader, on a screen, a phone and paper; for rooms, which extend `ui/…` templates and nothing else.
Must never hold a room's rules or data, fetch anything from another machine, or need inline script or style.
"""
