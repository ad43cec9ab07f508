"""Icons, themes, translations, texts, report templates, and the example client."""
