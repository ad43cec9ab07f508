"""What the user says of a set: taken over in place of a guess, and the choices she is offered."""
