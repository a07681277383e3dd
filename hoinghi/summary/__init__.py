"""What a batch says as a whole: counts, histograms, and how far it is from what was trained on."""
