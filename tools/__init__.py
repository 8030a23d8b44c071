"""Programs that write the data files of packs and base map from packages; nothing here is installed."""
