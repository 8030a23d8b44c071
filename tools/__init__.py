"""Programs that write data files of the packs from packages; nothing here is installed."""
