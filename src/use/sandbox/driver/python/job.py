"""A batch job: a script of the file area in a process of its own."""
import os
import runpy
import shutil
import signal
import sys
import threading
import traceback

from _xinyu import tables


def run(channel, request):
    work = request['work']
    script = os.path.join('/work', work['script'])
    readers = []
    for fd, name in ((1, 'out'), (2, 'err')):
        reader, writer = os.pipe()
        os.dup2(writer, fd)
        os.close(writer)
        readers.append((reader, name))
    channel.send({'ev': 'ready'})
    threads = [threading.Thread(target=lines, args=(channel, *pair), daemon=True) for pair in readers]
    pid = os.fork()
    if pid == 0:
        child(channel, work, script, readers)
    for thread in threads:
        thread.start()
    threading.Thread(target=listen, args=(channel,), daemon=True).start()
    null = os.open('/dev/null', os.O_RDWR)
    os.dup2(null, 1)
    os.dup2(null, 2)
    _, status = os.waitpid(pid, 0)
    for thread in threads:
        # A child that the script left running may hold the pipe open.
        thread.join(timeout=1)
    channel.send({'ev': 'ended', 'code': os.waitstatus_to_exitcode(status)})


def listen(channel):
    while channel.receive()[1] is not None:
        pass
    os._exit(0)


def lines(channel, fd, name):
    with open(fd, 'rb', closefd=True) as file:
        for line in iter(lambda: file.readline(4000), b''):
            text = line.decode('utf8', 'replace').rstrip('\n')
            mark = text.partition('\x1eprogress ')
            if name == 'err' and mark[1]:
                channel.send({'ev': 'progress', 'share': float(mark[2])})
            else:
                channel.send({'ev': 'line', 'stream': name, 'line': text})


def child(channel, work, script, readers):
    code = 1
    try:
        channel.sock.close()
        for reader, _ in readers:
            os.close(reader)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.stdout = open(1, 'w', encoding='utf8', errors='replace', buffering=1, closefd=False)
        sys.stderr = open(2, 'w', encoding='utf8', errors='replace', buffering=1, closefd=False)
        parameters = [f'{name}={value}' for name, value in work['parameters'].items()]
        if work['language'] == 'r':
            program = shutil.which('Rscript')
            if program is None:
                raise RuntimeError('R 没有安装，请联系运营方 · R is not installed here: ask the operator')
            os.execv(program, [program, '--vanilla', script, *parameters])
        tables.publish()
        tables.told_progress.append(lambda share: os.write(2, f'\x1eprogress {share:.4f}\n'.encode()))
        sys.modules['xinyu'].parameters = dict(work['parameters'])
        sys.argv[:] = [script, *parameters]
        runpy.run_path(script, run_name='__main__')
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 0 if error.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                pass
        os._exit(code & 0xFF)
