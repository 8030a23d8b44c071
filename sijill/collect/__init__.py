"""Collecting: from files, folders and standard input to captures."""
