"""Starts the empty shells of seats for the server. Small on purpose: a fork of the server itself would copy the page
tables of all its memory, some 10 ms in which nobody is answered. It runs no foreign code and dies with the server, and
every shell dies with it."""
import fcntl
import json
import os
import selectors
import signal
import sys

# Where bubblewrap says its pid, waits for us, reads the filter, and where its first command says that the root stands.
INFO, BLOCK, FILTER, READY = 3, 4, 5, 6
MOST = 4000
ABOVE = 16
selector = selectors.DefaultSelector()
shells = {}


def say(number, event, **more):
    sys.stdout.write(json.dumps({'id': number, 'ev': event, **more}) + '\n')
    sys.stdout.flush()


class Shell:
    def __init__(self, number, request):
        self.number = number
        self.texts = {'error': b'', 'info': b''}
        files = [os.open(request['filter'], os.O_RDONLY | os.O_CLOEXEC)]
        errors, infos, blocks, readies = (os.pipe() for _ in range(4))
        self.block = blocks[1]
        inside = {2: errors[1], INFO: infos[1], BLOCK: blocks[0], FILTER: files[0], READY: readies[1]}
        self.pid = os.fork()
        if self.pid == 0:
            become(request, inside)
        for fd in inside.values():
            os.close(fd)
        self.sources = {errors[0]: self.error, infos[0]: self.info, readies[0]: self.ready}
        self.sources[os.pidfd_open(self.pid)] = self.ended
        for fd, act in self.sources.items():
            selector.register(fd, selectors.EVENT_READ, (act, fd))

    def error(self, fd):
        self.keep('error', fd)

    def info(self, fd):
        if self.keep('info', fd):
            say(self.number, 'told', pid=self.pid, info=self.texts['info'].decode('utf8', 'replace'))

    def ready(self, fd):
        if os.read(fd, 64):
            say(self.number, 'stands')
        self.drop(fd)

    def ended(self, fd):
        for other, act in list(self.sources.items()):
            if act == self.error:
                os.set_blocking(other, False)
                self.error(other)
        _, status = os.waitpid(self.pid, 0)
        for other in list(self.sources):
            self.drop(other)
        os.close(self.block)
        del shells[self.number]
        why = self.texts['error'].decode('utf8', 'replace').strip()
        say(self.number, 'ended', why=why or f'bwrap {os.waitstatus_to_exitcode(status)}')

    def keep(self, what, fd):
        """True at the end of it. What a seat could write without end is read and forgotten."""
        try:
            data = os.read(fd, 4096)
        except BlockingIOError:
            return False
        self.texts[what] = (self.texts[what] + data)[:MOST]
        if not data:
            self.drop(fd)
        return not data

    def drop(self, fd):
        selector.unregister(fd)
        del self.sources[fd]
        os.close(fd)


def become(request, inside):
    """In the child, which never returns."""
    try:
        high = {to: fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, ABOVE) for to, fd in inside.items()}
        null = os.open('/dev/null', os.O_RDWR)
        for to in (0, 1):
            os.dup2(null, to)
        for to, fd in high.items():
            os.dup2(fd, to)
        os.closerange(READY + 1, 1 << 16)
        for number in (signal.SIGPIPE, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        if request['uid'] is not None:
            os.setgroups([])
            os.setresgid(*[request['uid']] * 3)
            os.setresuid(*[request['uid']] * 3)
        os.execvpe('bwrap', ['bwrap', *request['args']], {'PATH': request['path']})
    except BaseException as error:
        os.write(2, f'{type(error).__name__}: {error}'.encode())
    finally:
        os._exit(70)


def obey(line):
    request = json.loads(line)
    number = request['id']
    if request['do'] == 'open':
        try:
            shells[number] = Shell(number, request)
        except OSError as error:
            say(number, 'ended', why=str(error))
    elif number in shells and request['do'] == 'go':
        try:
            os.write(shells[number].block, b'x')
        except BrokenPipeError:
            pass
    elif number in shells:
        os.kill(shells[number].pid, signal.SIGKILL)


def forever():
    waiting = b''
    while True:
        for key, _ in selector.select():
            if key.data is not None:
                act, fd = key.data
                # It may have ended by what was done before in the same round.
                if selector.get_map().get(fd) is key:
                    act(fd)
                continue
            data = os.read(0, 65536)
            if not data:
                os._exit(0)
            *lines, waiting = (waiting + data).split(b'\n')
            for line in lines:
                obey(line)


if __name__ == '__main__':
    import ctypes
    import resource

    PR_SET_PDEATHSIG = 1
    # Each shell holds three of them.
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    selector.register(0, selectors.EVENT_READ)
    forever()
