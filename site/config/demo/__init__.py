"""The demo network: its texts as TOML, and what turns them into rows."""
