"""The process that cells run in: one thread listens to the server, the main thread runs what comes."""
import fcntl
import os
import queue
import re
import rlcompleter
import selectors
import signal
import sys
import termios
import threading

from _xinyu import backend, cells, look, tables


class Kernel:
    def __init__(self, channel):
        self.channel = channel
        self.queue = queue.SimpleQueue()
        self.current = None
        self.stopped = self.sending = self.late = False
        self.asked_to_stop = None
        self.pipes = {}
        self.pumping = threading.Lock()
        for fd, name in ((1, 'out'), (2, 'err')):
            reader, writer = os.pipe()
            os.dup2(writer, fd)
            os.close(writer)
            os.set_blocking(reader, False)
            self.pipes[reader] = name
        sys.stdout = open(1, 'w', encoding='utf8', errors='replace', buffering=1, closefd=False)
        sys.stderr = open(2, 'w', encoding='utf8', errors='replace', buffering=1, closefd=False)
        self.cells = cells.Cells(self.tell, self.settle, lambda: self.stopped)
        backend.showing[:] = [self.cells.figures]

    def tell(self, event):
        if self.current is None:
            return
        if threading.current_thread() is not threading.main_thread():
            self.channel.send({'ev': 'out', 'id': self.current, 'event': event})
            return
        # An interrupt in the middle of a frame would leave half of it on the connection.
        self.sending = True
        try:
            self.channel.send({'ev': 'out', 'id': self.current, 'event': event})
        finally:
            self.sending = False
        if self.late:
            self.late = False
            raise KeyboardInterrupt

    def settle(self):
        """What was printed before comes before what is shown now."""
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError, AttributeError):
                pass
        self.drain()

    def drain(self):
        with self.pumping:
            for fd, name in self.pipes.items():
                while True:
                    try:
                        data = os.read(fd, 65536)
                    except BlockingIOError:
                        break
                    if not data:
                        break
                    if self.current is not None and self.cells.budget is not None:
                        self.cells.budget.text(name, data.decode('utf8', 'replace'))

    def pump(self):
        selector = selectors.DefaultSelector()
        for fd in self.pipes:
            selector.register(fd, selectors.EVENT_READ)
        while True:
            selector.select()
            self.drain()

    def listen(self):
        """Ends with the process when the server goes."""
        while True:
            _, frame = self.channel.receive()
            if frame is None:
                os._exit(0)
            do = frame['do']
            if do == 'execute':
                self.queue.put(frame)
            elif do == 'interrupt':
                self.asked_to_stop = frame['id']
                if self.current == frame['id']:
                    self.stopped = True
                    os.killpg(0, signal.SIGINT)
            elif do == 'variables':
                self.answer(frame, self.variables)
            elif do == 'complete':
                self.answer(frame, lambda: self.complete(frame['text'], frame['at']))

    def answer(self, frame, work):
        try:
            value = work()
        except Exception:
            value = None
        self.channel.send({'ev': 'answer', 'id': frame['id'], 'value': value})

    def variables(self):
        found = []
        for name, value in list(self.cells.space.items()):
            if name.startswith('_') or name == 'display' or type(value).__name__ in ('module', 'builtin_function_or_method'):
                continue
            found.append({'name': name[:100], 'type': type(value).__name__[:100], 'look': look.brief(value)})
            if len(found) == 300:
                break
        return found

    def complete(self, text, at):
        word = re.search(r'[\w.]*$', text[:at]).group()
        completer = rlcompleter.Completer(self.cells.space)
        items = []
        while word and len(items) < 100:
            item = completer.complete(word, len(items))
            if item is None:
                break
            items.append(item[:200])
        return {'from': at - len(word), 'items': items}

    def interrupt(self, *_):
        if self.current is None:
            return
        if self.sending:
            self.late = True
            return
        raise KeyboardInterrupt

    def main(self):
        signal.signal(signal.SIGINT, self.interrupt)
        for target in (self.listen, self.pump):
            threading.Thread(target=target, daemon=True).start()
        self.channel.send({'ev': 'ready'})
        while True:
            try:
                work = self.queue.get()
                self.stopped = self.late = False
                self.current = work['id']
                if self.asked_to_stop == self.current:
                    raise KeyboardInterrupt
                done = self.cells.run(work)
            except KeyboardInterrupt:
                # The interrupt came between two of our own lines.
                done = {'state': 'interrupted', 'cut': False, 'tables': sorted(tables.opened)[:200]}
            if self.current is None:
                continue
            name, self.current = self.current, None
            self.channel.send({'ev': 'done', 'id': name, **done})


def run(channel, _request):
    tables.publish()
    # A child that a cell forks must not speak on the server's connection.
    null = os.open('/dev/null', os.O_RDWR)
    os.register_at_fork(after_in_child=lambda: os.dup2(null, channel.sock.fileno()))
    Kernel(channel).main()
