"""The exam day: room and slots, who sits, who came, what each examiner marked."""
