"""System calls that no honest work makes: they fail like all others that are not allowed, and the warm parent is told."""
import fcntl
import json
import os
import select
import socket
import struct
import sys

from _xinyu import syscalls

RECEIVE, SEND = 0xC0502100, 0xC0182101
EPERM = 1
# A seat that tries more often than this is not heard any more: without a listener the calls fail as unknown.
MOST = 64


def give(sock, fd, seat_id):
    """In the child: hands the listener of its filter to the parent."""
    socket.send_fds(sock, [seat_id.encode()], [fd])


class Notices:
    """In the warm parent: the listeners of all seats."""

    def __init__(self, selector, register):
        self.selector, self.register = selector, register
        # How often each seat may still be told of; a restarted kernel does not begin anew.
        self.left = {}

    def expect(self, sock):
        sock.setblocking(False)
        self.register(sock, lambda: self.take(sock))

    def take(self, sock):
        self.selector.unregister(sock)
        try:
            label, fds, _, _ = socket.recv_fds(sock, 200, 4)
        except OSError:
            label, fds = b'', []
        sock.close()
        for fd in fds:
            seat = label.decode('utf8', 'replace')
            self.left.setdefault(seat, MOST)
            self.register(fd, lambda fd=fd, seat=seat: self.answer(fd, seat))

    def answer(self, fd, seat):
        buffer = bytearray(80)
        try:
            fcntl.ioctl(fd, RECEIVE, buffer)
            (name,) = struct.unpack_from('Q', buffer)
            (number,) = struct.unpack_from('i', buffer, 16)
            fcntl.ioctl(fd, SEND, bytearray(struct.pack('QqiI', name, 0, -EPERM, 0)))
        except OSError:
            # Either the caller was killed meanwhile, or the last process under the filter has ended.
            if hung_up(fd):
                self.forget(fd)
            return
        self.left[seat] -= 1
        sys.stdout.write(json.dumps({'alarm': seat, 'what': syscalls.name_of(number)}) + '\n')
        sys.stdout.flush()
        if self.left[seat] <= 0:
            self.forget(fd)

    def forget(self, fd):
        self.selector.unregister(fd)
        os.close(fd)


def hung_up(fd):
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    return any(events & ~select.POLLIN for _, events in poll.poll(0))
