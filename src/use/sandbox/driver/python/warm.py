"""The warm parent: loads what cells need once, then forks a confined child for every connection of the server.

It lives outside of all seats and runs no foreign code. What it knows is known to each child: it reads no request itself.
"""
import gc
import json
import os
import signal
import socket
import sys
import types

# Enough for preparing a seat and for its files; forks of this are small.
LIGHT = ('linux', 'frames', 'syscalls', 'notices', 'join', 'prepare', 'files', 'serve')
FULL = ('backend', 'look', 'tables', 'sqlcell', 'cells', 'kernel', 'job')
LOADED = (
    'numpy', 'pandas', 'sklearn.linear_model', 'sklearn.ensemble', 'sklearn.model_selection', 'sklearn.metrics',
    'sqlite3', 'seccomp', 'matplotlib.backends.backend_agg', 'matplotlib.backends.backend_svg',
)


def load_own(names):
    """Our modules without a path: a traceback in a seat tells nothing about where the space is installed."""
    package = sys.modules.setdefault('_xinyu', types.ModuleType('_xinyu'))
    package.__path__ = []
    for name in names:
        module = types.ModuleType(f'_xinyu.{name}')
        sys.modules[module.__name__] = module
        with open(f'{name}.py', encoding='utf8') as source:
            exec(compile(source.read(), f'<xinyu.{name}>', 'exec'), module.__dict__)
        setattr(package, name, module)


def preload():
    for name in LOADED:
        try:
            __import__(name)
        except ModuleNotFoundError as error:
            print(json.dumps({'missing': error.name}), flush=True)
            sys.exit(1)


def draw():
    import matplotlib
    from matplotlib import pyplot

    # Chinese titles are the rule here; letters stay letters in an SVG, so that whoever checks it can read them.
    matplotlib.rcParams.update({
        'font.sans-serif': ['Noto Sans CJK SC', 'Noto Sans CJK JP', 'WenQuanYi Micro Hei', 'DejaVu Sans'],
        'axes.unicode_minus': False,
        'svg.fonttype': 'none',
    })
    pyplot.switch_backend('module://_xinyu.backend')
    # A first drawing loads the fonts and what else is loaded late.
    figure = pyplot.figure()
    figure.text(0, 0, '初')
    figure.canvas.draw()
    pyplot.close('all')


def listen(path):
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    listener.bind(path)
    listener.listen(512)
    gc.collect()
    gc.freeze()
    return listener


def main():
    from _xinyu import files, linux, serve, syscalls

    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    settings = json.loads(sys.stdin.buffer.raw.readline())
    syscalls.export(settings['filter'])
    if os.fork() == 0:
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        serve.forever(listen(settings['light']), {'files': files.run})
    preload()
    load_own(FULL)
    draw()
    from _xinyu import job, kernel

    listener = listen(settings['socket'])
    print('{"ready":true}', flush=True)
    serve.forever(listener, {'kernel': kernel.run, 'job': job.run})


if __name__ == '__main__':
    gc.disable()
    load_own(LIGHT)
    main()
