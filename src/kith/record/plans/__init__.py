"""Plans: goals, what is done for whom, controls, visits, reviews and risk that is held with a reason."""
