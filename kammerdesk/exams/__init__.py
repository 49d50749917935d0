"""Examinations: regulations, marks, results, and the papers that tell of them."""
