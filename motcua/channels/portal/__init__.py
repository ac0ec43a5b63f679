"""What citizens and organisations see: search, procedures, filing, tracking, their inbox and results."""
