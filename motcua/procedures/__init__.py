"""What can be asked for: the catalogue, its versions and packages, papers, fees, time limits, and search."""
