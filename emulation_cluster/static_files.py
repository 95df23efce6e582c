"""Where collected static files go: hashed, compressed, and naming one another by their hashes."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "js/"


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Our modules import each other by their hashed names too.

    Files are cached for ever by their names: otherwise a module of a new version would be given the ones of
    the version before. What others wrote stays as it is; there the word may stand in a comment.
    """

    support_js_module_import_aggregation = True

    def url_converter(self, name: str, hashed_files: dict[str, str], template: str | None = None) -> Any:
        """Puts hashed names into a file; see Django's `HashedFilesMixin`."""
        if template is not None and template.startswith(("import", "export")) and not name.startswith(OURS):
            return lambda found: found["matched"]
        return super().url_converter(name, hashed_files, template)
