"""gongwen (公文): from a reform notice to its task list."""
