"""The heap of the C library: however many threads allocate at once, there are few arenas, and large blocks go back."""

import subprocess
import sys
from pathlib import Path

import pytest

import console

ROOT = Path(console.__file__).parents[1]

# Sixteen threads hold small blocks of the C library at once (ctypes lets go of the GIL); malloc_info tells its arenas.
THREADS = """
import ctypes, re, sys, tempfile, threading
if sys.argv[1] == "small":
    from console.app.heaps import keep_small
    keep_small()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.fopen.restype = ctypes.c_void_p, ctypes.c_void_p
together = threading.Barrier(16)

def allocate():
    together.wait()
    for _ in range(4000):
        libc.malloc(ctypes.c_size_t(1000))

threads = [threading.Thread(target=allocate) for _ in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
with tempfile.NamedTemporaryFile() as told:
    file = ctypes.c_void_p(libc.fopen(told.name.encode(), b"w"))
    libc.malloc_info(0, file)
    libc.fclose(file)
    print(len(re.findall(rb"<heap nr", told.read())))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's heap")
def test_few_arenas_whatever_allocates() -> None:
    asked = [sys.executable, "-c", THREADS, "small"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert int(told) <= 2
