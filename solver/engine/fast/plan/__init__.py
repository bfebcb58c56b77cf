"""What is placed: put in, taken out, inserted request by request, and what it is worth."""
