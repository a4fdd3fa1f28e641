"""The file area, worked on from inside: one request after the other. No link is followed, no special file is read."""
import os
import stat
import tarfile

from _xinyu import frames

ROOT = '/work'
CHUNK = 1 << 20
LISTED = 20_000
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def run(channel, _request):
    channel.send({'ev': 'ready'})
    while True:
        _, frame = channel.receive()
        if frame is None:
            return
        try:
            answer = WORK[frame['do']](channel, frame)
        except OSError as error:
            answer = {'ev': 'failed', 'errno': error.errno or 5}
        except Wrong as error:
            answer = {'ev': 'failed', 'wrong': str(error)}
        channel.send(answer)


class Wrong(Exception):
    pass


def folder_of(path, make=False):
    """A descriptor of the folder that holds `path`, reached step by step without following a link, and the last name."""
    *above, name = path.split('/')
    here = os.open(ROOT, FOLDER)
    for part in above:
        if make:
            try:
                os.mkdir(part, 0o755, dir_fd=here)
            except FileExistsError:
                pass
        below = os.open(part, FOLDER, dir_fd=here)
        os.close(here)
        here = below
    return here, name


def kind_of(mode):
    if stat.S_ISREG(mode):
        return 'file'
    return 'folder' if stat.S_ISDIR(mode) else 'link' if stat.S_ISLNK(mode) else 'special'


def listing(_channel, _frame):
    found = []
    below(os.open(ROOT, FOLDER), '', found)
    return {'ev': 'listed', 'files': found}


def below(fd, prefix, found):
    try:
        for name in sorted(os.listdir(fd)):
            if len(found) >= LISTED:
                return
            try:
                about = os.stat(name, dir_fd=fd, follow_symlinks=False)
                name.encode('utf8')
            except (OSError, UnicodeEncodeError):
                continue
            kind = kind_of(about.st_mode)
            size = about.st_size if kind == 'file' else 0
            found.append({'path': prefix + name, 'bytes': size, 'modifiedAt': int(about.st_mtime * 1000), 'kind': kind})
            if kind == 'folder' and prefix.count('/') < 20:
                try:
                    inner = os.open(name, FOLDER, dir_fd=fd)
                except OSError:
                    continue
                below(inner, f'{prefix}{name}/', found)
    finally:
        os.close(fd)


def read(channel, frame):
    here, name = folder_of(frame['path'])
    # Not blocking: a FIFO under this name would hold the helper for ever.
    fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=here)
    about = os.fstat(fd)
    if not stat.S_ISREG(about.st_mode):
        raise Wrong('kind')
    if about.st_size > frame['maxBytes']:
        raise Wrong('large')
    left = frame['maxBytes']
    while left >= 0:
        data = os.read(fd, CHUNK)
        if not data:
            break
        left -= len(data)
        channel.send_raw(data)
    os.close(fd)
    os.close(here)
    return {'ev': 'done'}


def write(channel, frame):
    """Beside and renamed: a reader sees the old file or the new one."""
    fd = here = failed = None
    try:
        here, name = folder_of(frame['path'], make=True)
        draft = f'.{name[:60]}.part'
        try:
            os.unlink(draft, dir_fd=here)
        except FileNotFoundError:
            pass
        fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644, dir_fd=here)
    except OSError as error:
        failed = error
    left = frame['bytes']
    while left > 0:
        kind, data = channel.receive()
        if kind != frames.RAW:
            os._exit(0)
        left -= len(data)
        while data and failed is None:
            try:
                data = data[os.write(fd, data):]
            except OSError as error:
                failed = error
    # Taken to the last byte, also where it cannot be kept: what follows is the next request.
    if failed is not None:
        if fd is not None:
            os.close(fd)
            os.unlink(draft, dir_fd=here)
        raise failed
    os.close(fd)
    os.rename(draft, name, src_dir_fd=here, dst_dir_fd=here)
    os.close(here)
    return {'ev': 'done'}


def remove(_channel, frame):
    here, name = folder_of(frame['path'])
    if kind_of(os.stat(name, dir_fd=here, follow_symlinks=False).st_mode) == 'folder':
        empty(os.open(name, FOLDER, dir_fd=here))
        os.rmdir(name, dir_fd=here)
    else:
        os.unlink(name, dir_fd=here)
    os.close(here)
    return {'ev': 'done'}


def empty(fd):
    for name in os.listdir(fd):
        if kind_of(os.stat(name, dir_fd=fd, follow_symlinks=False).st_mode) == 'folder':
            empty(os.open(name, FOLDER, dir_fd=fd))
            os.rmdir(name, dir_fd=fd)
        else:
            os.unlink(name, dir_fd=fd)
    os.close(fd)


class Out:
    """What tarfile writes into."""

    def __init__(self, channel):
        self.channel = channel

    def write(self, data):
        self.channel.send_raw(data)
        return len(data)


def save(channel, _frame):
    with tarfile.open(fileobj=Out(channel), mode='w|', format=tarfile.PAX_FORMAT) as archive:
        found = []
        below(os.open(ROOT, FOLDER), '', found)
        for one in found:
            if one['kind'] == 'folder':
                entry = tarfile.TarInfo(one['path'])
                entry.type, entry.mode, entry.mtime = tarfile.DIRTYPE, 0o755, one['modifiedAt'] // 1000
                archive.addfile(entry)
            elif one['kind'] == 'file':
                keep(archive, one)
    return {'ev': 'done'}


def keep(archive, one):
    try:
        here, name = folder_of(one['path'])
        fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=here)
        os.close(here)
    except OSError:
        return
    about = os.fstat(fd)
    with os.fdopen(fd, 'rb') as file:
        if not stat.S_ISREG(about.st_mode):
            return
        entry = tarfile.TarInfo(one['path'])
        entry.size, entry.mode, entry.mtime = about.st_size, about.st_mode & 0o755, int(about.st_mtime)
        archive.addfile(entry, Whole(file, about.st_size))


class Whole:
    """A file that shrinks while it is read is filled up with zeros, so that the archive stays well-formed."""

    def __init__(self, file, size):
        self.file, self.left = file, size

    def read(self, size=-1):
        size = self.left if size < 0 else min(size, self.left)
        data = self.file.read(size)
        self.left -= size
        return data + b'\0' * (size - len(data))


class In:
    """What tarfile reads from: raw frames up to an empty one."""

    def __init__(self, channel):
        self.channel, self.rest, self.over = channel, b'', False

    def read(self, size):
        while len(self.rest) < size and not self.over:
            kind, data = self.channel.receive()
            if kind is None:
                os._exit(0)
            self.over = kind != frames.RAW or not data
            if not self.over:
                self.rest += data
        data, self.rest = self.rest[:size], self.rest[size:]
        return data

    def skip(self):
        while not self.over:
            self.rest = b''
            self.read(1)


def restore(channel, _frame):
    """Files and folders alone, each reached without following a link; what is too much meets the end of the file system."""
    source = In(channel)
    try:
        with tarfile.open(fileobj=source, mode='r|') as archive:
            for entry in archive:
                unpack(archive, entry)
    except (tarfile.TarError, ValueError):
        source.skip()
        raise Wrong('archive') from None
    except (OSError, Wrong):
        source.skip()
        raise
    source.skip()
    return {'ev': 'done'}


def unpack(archive, entry):
    path = entry.name.rstrip('/')
    parts = path.split('/')
    if path.startswith('/') or any(part in ('', '.', '..') for part in parts) or '\0' in path:
        raise Wrong('archive')
    here, name = folder_of(path, make=True)
    if entry.isdir():
        try:
            os.mkdir(name, 0o755, dir_fd=here)
        except FileExistsError:
            pass
    elif entry.isreg():
        fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, entry.mode & 0o755 | 0o600, dir_fd=here)
        with os.fdopen(fd, 'wb') as file:
            source = archive.extractfile(entry)
            while data := source.read(CHUNK):
                file.write(data)
        os.utime(name, (entry.mtime, entry.mtime), dir_fd=here, follow_symlinks=False)
    os.close(here)


WORK = {'list': listing, 'read': read, 'write': write, 'remove': remove, 'save': save, 'restore': restore}
