"""The only room that knows MkDocs: its plugin, the engine that calls it, and what it stumbles over."""
