"""What a municipality can do: measures, their computed effect, and the best set for the money.

For coordinators who must choose, and for those who must pay.
Must never see a person, rank municipalities, or give a figure to what the model cannot see.
"""
