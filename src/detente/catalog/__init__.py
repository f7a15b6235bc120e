"""Tables, columns, units and code lists, declared once, as data."""
