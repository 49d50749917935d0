"""The one door to the data: records, work, journal and clocks in one encrypted SQLite file."""
