"""Where bytes lie: files written whole, former revisions, locks and logs. It knows no casework."""
