"""Methods over languages: folding, words and sentences, numbers, dates. What the languages are is in the packs."""
