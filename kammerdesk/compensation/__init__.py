"""What examiners claim for the days they served; so far its rules, above the days recorded in examday."""
