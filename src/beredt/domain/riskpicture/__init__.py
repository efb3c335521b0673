"""Catalogues of hazards, their editions, and hazards made local as scenarios.

For whoever asks "what does the national risk picture mean here?".
Must never call a recommendation binding or an unconfirmed entry confirmed.
"""
