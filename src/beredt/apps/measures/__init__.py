"""The measures' room: what a municipality can do, ranked by what it averts, with what it costs and who decides.

For coordinators who must choose, for those who pay, and for whoever rings round to find out what is only assumed.
Figures come from `domain.measures`; this room asks, keeps and shows them, and keeps what was decided. It never sees a
person, never ranks municipalities, and never shows a figure that is not a field of a stored result.
"""
