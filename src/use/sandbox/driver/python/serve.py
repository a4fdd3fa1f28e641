"""Accepts connections of the server and forks a child for each."""
import gc
import os
import selectors
import signal
import socket
import struct
import sys
import traceback

from _xinyu import frames, join, notices, prepare

REQUEST_SECONDS = 20


def forever(listener, work):
    selector = selectors.DefaultSelector()
    register = lambda source, act: selector.register(source, selectors.EVENT_READ, act)
    told = notices.Notices(selector, register)
    owner = os.getuid()

    def accept():
        connection, _ = listener.accept()
        if peer(connection) in (0, owner):
            told.expect(fork(connection, listener, selector, work))
        connection.close()

    register(listener, accept)
    # The server is gone, or wants us gone: it never writes a second line.
    register(sys.stdin, lambda: os._exit(0))
    while True:
        for key, _ in selector.select():
            key.data()


def peer(connection):
    _, uid, _ = struct.unpack('3i', connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return uid


def fork(connection, listener, selector, work):
    """In the parent: where the child hands over the listener of its filter. The child never returns."""
    ours, theirs = socket.socketpair()
    if os.fork() != 0:
        theirs.close()
        return ours
    # From here on nothing may return into the parent's loop.
    code = 70
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        listener.close()
        selector.close()
        ours.close()
        connection.settimeout(REQUEST_SECONDS)
        channel = frames.Channel(connection)
        _, request = channel.receive()
        if request is not None:
            code = child(channel, request, theirs, work)
    except BaseException as error:
        sys.stderr.write(f'{type(error).__name__}: {error}\n')
        traceback.print_exc()
        say_failed(connection, error)
    finally:
        os._exit(code)


def child(channel, request, parent, work):
    if request['do'] == 'prepare':
        trees = prepare.open_trees(request)
        if join.enter(request, channel):
            return 0
        prepare.mounts(request, trees)
        channel.send({'ev': 'prepared'})
        return 0
    if join.enter(request, channel):
        return 0
    join.confine(request, channel, parent)
    gc.enable()
    channel.sock.settimeout(None)
    work[request['do']](channel, request)
    return 0


def say_failed(connection, error):
    try:
        frames.Channel(connection).send({'ev': 'failed', 'why': f'{type(error).__name__}: {error}'[:300]})
    except OSError:
        pass
