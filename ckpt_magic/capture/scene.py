"""What the rules may ask while a snapshot is taken.

Responsible for answering "whose is this object?": the notebook's code, an imported module's,
or data. Refuses to write bytes.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable, Mapping
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

from ckpt_magic.capture.module_index import ModuleIndex
from ckpt_magic.capture.outside.process_state import ProcessState
from ckpt_magic.core.model import Notice

if TYPE_CHECKING:
    from ckpt_magic.capture.open_files import FileState

Path = tuple[str, ...]


class Scene:
    """One namespace at the moment of a save.

    Parameters
    ----------
    namespace
        The live dictionary of the notebook (or of any module).
    code_paths
        By ``id``: where the notebook's functions and classes are found from a top-level name.
        They are saved apart from the data, which refers to them by path.
    code_of
        Returns the code a person wrote for a code object that may have been replaced.
    by_reference
        Whether what `namespace` holds is found again by name, as in a module.
    modules
        What imported modules hold, if somebody looked already.
    """

    def __init__(
        self,
        namespace: dict[str, Any],
        *,
        code_paths: Mapping[int, Path] | None = None,
        code_of: Callable[[CodeType], CodeType] = lambda code: code,
        by_reference: bool = False,
        modules: ModuleIndex | None = None,
    ) -> None:
        self.namespace = namespace
        self.main_name: str = namespace.get("__name__", "__main__")
        self.code_paths = code_paths or {}
        self.code_of = code_of
        self.writing_code = False
        self.by_reference = by_reference
        self.thread_id = threading.get_ident()
        self.modules = modules or ModuleIndex()
        self.modules.refresh()
        self.notices: dict[tuple[str, str], Notice] = {}
        self.files: dict[str, FileState] = {}
        self.tensor_memory: dict[int, Any] = {}
        self.process: ProcessState | None = None

    def tell(self, kind: str, subject: str, text: str) -> None:
        """Note once what the person must hear about a value that does not come back whole."""
        self.notices.setdefault((kind, text), Notice(kind=kind, subject=subject, text=text))

    def is_main(self, module_name: object) -> bool:
        """Whether a module name means the notebook."""
        return module_name == self.main_name

    def importable(self, obj: Any) -> bool:
        """Whether a function or class is found under its own name in an imported module."""
        module_name = getattr(obj, "__module__", None)
        path = getattr(obj, "__qualname__", None)
        if not isinstance(module_name, str) or not isinstance(path, str):
            return False
        if self.is_main(module_name) and not self.by_reference:
            return False
        return _found(_imported(module_name), path) is obj

    def globals_in_stream(self, function: FunctionType) -> Any:
        """Return what stands for a function's globals: a module's live ones, or their own dict."""
        found = function.__globals__
        if found is self.namespace:
            return found
        module = sys.modules.get(found.get("__name__", ""))
        if module is not None and module.__dict__ is found:
            return ModuleGlobals(module.__name__)
        return found


class ModuleGlobals:
    """Stands in a stream for the globals of an imported module."""

    __slots__ = ("module_name",)

    def __init__(self, module_name: str) -> None:
        self.module_name = module_name


def _imported(module_name: str) -> Any:
    """Return a module; some libraries name one that is imported only when it is asked for."""
    if module_name not in sys.modules:
        try:
            importlib.import_module(module_name)
        except Exception:  # noqa: BLE001 (a name that is no module, or one that cannot be imported)
            return None
    return sys.modules.get(module_name)


def _found(start: Any, path: str) -> Any:
    found = start
    for part in path.split("."):
        found = getattr(found, part, None) if part != "<locals>" else None
    return found
