"""Template tags: `{% load words %}` gives a room's templates all of them."""
