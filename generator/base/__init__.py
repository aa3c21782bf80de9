"""What every floor above stands on: faults as values, files, folders, kept results, shared work. Knows nothing of law education."""
