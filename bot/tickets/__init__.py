"""The shared story of incidents, requests and outages: logging one, its life, and how it is shown."""
