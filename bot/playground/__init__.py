"""A small pretend Slack workspace on loopback, for trying the bot and for its tests. It imports nothing else of ours.

Read in this order: workspace (who is there), state (what has happened), limits (what Slack refuses), methods and
web_api (what the app asks), payloads and delivery (what the app is sent), people (what persons do), page_api, server.
"""
