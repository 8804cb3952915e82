"""What apps promise each other: frozen dataclasses and Protocols, standard library only."""
