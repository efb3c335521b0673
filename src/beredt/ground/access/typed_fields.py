"""What somebody typed into a form while the session ran out: carried, sealed, through the sign-in page and back."""
