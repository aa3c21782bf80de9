"""What any calendar of the country knows: lunar dates, official days off, dates of the legal year. No clock, no project."""
