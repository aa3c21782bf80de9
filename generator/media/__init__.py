"""Pictures and documents that officers lay beside their texts: what of them may go out, and whom they name."""
