"""Slack as a channel: its words, its limits, its ways in. The only place that knows slack_bolt and slack_sdk."""
