"""Every page there is, as each person sees it: where to go, what is there, what must hold."""
