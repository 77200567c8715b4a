"""Measures the search: gold questions, quality, speed and baselines; runs from the checkout."""
