"""The import of the register from a shell: the same reading, checking and writing as on the page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from provinces.accounts.models import Officer
from provinces.register_import import services
from provinces.register_import.accounting import REFUSED, Outcome, sentence
from provinces.register_import.exports import reason_sentences
from provinces.register_import.models import RegisterImport
from web.refusals import RefusedError
from web.uploads import FileRefusedError


class Command(BaseCommand):
    help = "Imports a file of organisations into the register of an officer's province."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", choices=RegisterImport.Kind.values, required=True)
        parser.add_argument("--as", dest="username", required=True, help="who imports, an officer's name")
        parser.add_argument("--valid-rows", action="store_true", help="write the others if some are refused")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would be written")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            by = Officer.objects.get(username=options["username"])
            if not by.is_active:
                raise CommandError(_("Tài khoản %s đã khóa; chọn tài khoản đang hoạt động.") % by.username)
            running = services.start_import(
                kind=options["kind"], file_name=path.name, data=path.read_bytes(), by=by
            )
            running = services.check_all(running=running, by=by)
            self._tell(running)
            if options["dry_run"]:
                services.cancel_import(running=running, by=by)
                return
            running = services.apply_import(running=running, by=by, valid_rows=options["valid_rows"])
        except Officer.DoesNotExist:
            raise CommandError(_("Không có tài khoản %s.") % options["username"]) from None
        except PermissionDenied:
            raise CommandError(_("Tài khoản không có quyền thực hiện chức năng này.")) from None
        except (OSError, FileRefusedError, RefusedError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(sentence(running.counts, written=True))

    def _tell(self, running: RegisterImport) -> None:
        for note in running.notes:
            self.stdout.write(note)
        for chunk in running.chunks.iterator(chunk_size=1):
            for (line, _twin, _cells), stored in zip(chunk.rows, chunk.outcomes, strict=True):
                outcome = Outcome.loaded(stored)
                if outcome.kind in REFUSED:
                    reasons = reason_sentences(outcome, running.kind)
                    self.stdout.write(_("Dòng %(line)d: %(reasons)s") % {"line": line, "reasons": reasons})
        self.stdout.write(sentence(running.counts))
