"""Text to mentions: grammars as data, and the small engine that runs them."""
