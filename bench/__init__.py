"""What `script/bench` runs: how fast the whole system is, beside pgbench on the same server in the same run."""
