"""Files of users and providers, ingested into the lake."""
