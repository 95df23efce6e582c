"""The conference report as a document, and its layout."""
