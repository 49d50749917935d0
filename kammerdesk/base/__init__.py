"""What every room stands on: errors, words, paths, time, dates, points, money; no database, no screen, no paper."""
