"""The exchange with the partner chamber on the screen."""
