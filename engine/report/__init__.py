"""One format-free report, and a writer each for PDF, DOCX, HTML and Markdown."""
