"""Runs a command on a terminal of its own: terminal.py COLUMNS JSON COMMAND...

JSON is a list of pairs: a text to wait for, and what is typed then. Prints as JSON what the terminal got, and the status.
The command waits for a line, so that the terminal has its size before.
"""

# cspell:ignore TIOCSWINSZ waitpid
import fcntl
import json
import os
import pty
import struct
import sys
import termios

columns, script, command = int(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    os.read(0, 1)
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
os.write(terminal, b"\n")
output = b""
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    output += chunk
    if script and script[0][0].encode() in output:
        os.write(terminal, script.pop(0)[1].encode())
_, status = os.waitpid(child, 0)
print(json.dumps({"output": output.decode(), "status": os.waitstatus_to_exitcode(status)}))
