"""The pages of coverage: overview, years, campaigns, definitions, and what they are made of."""
