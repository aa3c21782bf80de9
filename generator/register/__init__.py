"""What subscribers have been told, and what publishing would tell them: the ledger, its next state, the changes."""
