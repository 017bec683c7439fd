"""The dashboard: one page that an office opens in any browser, and one that it may publish."""
