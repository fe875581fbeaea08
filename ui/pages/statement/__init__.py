"""The page of one quality statement: seven steps from understanding it to its part of the self-assessment."""
