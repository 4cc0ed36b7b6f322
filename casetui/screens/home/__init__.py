"""Where a working day starts: the caseload, the agenda, and what colleagues save meanwhile."""
