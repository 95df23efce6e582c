from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "js/"


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Our JavaScript modules import each other by their hashed names, too.

    Browsers cache files for ever by name: otherwise a module of a new version would import an old one.
    Vendored files stay as they are: there the word `import` may be in a comment.
    """

    support_js_module_import_aggregation = True

    def url_converter(self, name: str, hashed_files: dict[str, str], template: str | None = None) -> Any:
        if template is not None and template.startswith(("import", "export")) and not name.startswith(OURS):
            return lambda match: match["matched"]
        return super().url_converter(name, hashed_files, template)
