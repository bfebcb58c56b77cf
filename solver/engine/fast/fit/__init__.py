"""Where a step can start: each promise says from when on it can be kept, all are asked in turn.

Every question is "the first moment at or after t", so that the answers can be chased until none
moves any more; nothing here depends on how long the horizon is.
"""
