"""Runs a program under a terminal of its own, and types an answer whenever something is asked.

    python3 in-terminal.py '[["asked", "answer"], …]' program arguments…

What the terminal showed goes to standard output; the exit code is that of the program.
"""
import json
import os
import pty
import sys

typed = json.loads(sys.argv[1])
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[2], sys.argv[2:])
shown = b""
unread = b""
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk
    unread += chunk
    if typed and typed[0][0].encode() in unread:
        unread = b""
        answer = typed.pop(0)[1].encode()
        # Ctrl+C is pressed alone.
        os.write(terminal, answer if answer == b"\x03" else answer + b"\r")
os.write(1, shown)
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
