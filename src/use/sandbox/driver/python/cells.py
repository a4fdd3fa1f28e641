"""Runs one cell and tells what comes out."""
import ast
import builtins
import linecache
import os
import shutil
import subprocess
import sys
import traceback

from _xinyu import look, sqlcell, tables

CHUNK = 32_000


class Budget:
    """Counts what a cell shows; beyond it, output is counted and not sent."""

    def __init__(self, send, rows, size):
        self.send, self.rows, self.size, self.cut = send, rows, size, False

    def text(self, stream, text):
        for start in range(0, len(text), CHUNK):
            part = text[start:start + CHUNK]
            self.size -= len(part.encode('utf8', 'replace'))
            if self.size < 0:
                self.cut = True
                return
            self.send({'kind': 'text', 'stream': stream, 'text': part})

    def frame(self, frame):
        event, cut = look.table(frame, max(self.rows, 0))
        self.rows -= len(event['rows'])
        self.size -= sum(len(str(value)) + 4 for row in event['rows'] for value in row)
        if self.size < 0:
            event['rows'], cut = [], True
        self.cut = self.cut or cut
        self.send(event)

    def image(self, event):
        self.size -= len(event.get('base64', ''))
        if self.size < 0:
            self.cut = True
            return
        self.send(event)


class Cells:
    def __init__(self, send, settle, interrupted):
        self.space = {'__name__': '__main__', '__builtins__': builtins}
        self.send, self.settle, self.interrupted = send, settle, interrupted
        self.count = 0
        self.budget = None
        self.space['display'] = self.show
        self.pid = os.getpid()

    def run(self, work):
        """'ok', 'error' or 'interrupted', whether output was cut, and the tables that were opened."""
        self.count += 1
        self.budget = Budget(self.send, work['maxRows'], work['maxBytes'])
        tables.opened.clear()
        state = 'ok'
        try:
            {'python': self.python, 'sql': self.sql, 'r': self.r}[work['language']](work['code'])
            self.figures()
        except KeyboardInterrupt:
            state = 'interrupted'
        except SystemExit as error:
            if error.code not in (None, 0):
                state = self.failed(error)
        except BaseException as error:
            state = self.failed(error)
        if os.getpid() != self.pid:
            # A child that the cell forked and that came to the cell's end: it is no second kernel.
            os._exit(0)
        self.settle()
        return {'state': state, 'cut': self.budget.cut, 'tables': sorted(tables.opened)[:200]}

    def python(self, code):
        name = f'<cell {self.count}>'
        linecache.cache[name] = (len(code), None, code.splitlines(True), name)
        tree = ast.parse(code, name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, 'exec'), self.space)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), name, 'eval'), self.space)
            if value is not None:
                self.space['_'] = value
                self.show(value)

    def sql(self, code):
        frame = sqlcell.run(code, self.interrupted)
        if frame is not None:
            self.space['_'] = frame
            self.show(frame)

    def r(self, code):
        program = shutil.which('Rscript')
        if program is None:
            raise RuntimeError('R 没有安装，请联系运营方 · R is not installed here: ask the operator')
        ended = subprocess.run([program, '--vanilla', '-'], input=code.encode(), check=False)
        if ended.returncode != 0:
            raise RuntimeError(f'R: {ended.returncode}')

    def figures(self):
        for event in look.figures():
            self.settle()
            self.budget.image(event)

    def show(self, *values):
        """Shows values as a cell shows its last expression."""
        for value in values:
            self.settle()
            if look.is_frame(value):
                self.budget.frame(value)
            elif look.is_figure(value):
                self.budget.image(look.figure_event(value))
                sys.modules['matplotlib.pyplot'].close(value)
            else:
                self.budget.text('out', repr(value)[:1_000_000] + '\n')

    def failed(self, error):
        """The user's own part of the traceback: their cells and files."""
        self.settle()
        told = traceback.TracebackException.from_exception(error, limit=-50)
        own = [frame for frame in told.stack if frame.filename.startswith(('<cell ', '/work/'))]
        told.stack = traceback.StackSummary.from_list(own)
        told.__cause__ = told.__context__ = None
        event = {'kind': 'error', 'name': type(error).__name__[:100], 'message': safe(error), 'trace': ''.join(told.format())[-8000:]}
        self.send(event)
        return 'error'


def safe(error):
    try:
        return str(error)[:2000]
    except Exception:
        return ''
