"""What subscribers have been told, and what publishing would tell them: the register, its next state, the changes."""
