"""The tour: the main job, once through two real windows by keys, with a picture of every step."""
