"""A script of bin/ as a module, for tests of its parts."""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from types import ModuleType

from config import ROOT


def script(name: str) -> ModuleType:
    loader = SourceFileLoader(f"bin_{name}", str(ROOT / "bin" / name))
    spec = spec_from_loader(loader.name, loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module
