"""What the catalogue decides without a database: reading records, default packages, the linter's rules."""
