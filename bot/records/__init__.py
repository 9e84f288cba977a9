"""The shared story of every register: from its fields come its verbs, forms, lists, files and history."""
