"""The rule book on the screen: its entries, the list of them, and one in detail."""
