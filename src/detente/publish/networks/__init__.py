"""Pictures and pages of networks, on a plane or a map."""
