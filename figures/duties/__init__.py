"""Who owes what and until when: the page of tasks, the count in the menu, the reminders by mail."""
