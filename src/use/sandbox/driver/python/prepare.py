"""Fills the empty seat that bubblewrap made: one bounded file system, the read-only folders, a small /etc, then read-only."""
import os

from _xinyu import linux

ETC = {
    'passwd': 'seat:x:1000:1000:seat:/work:/bin/sh\n',
    'group': 'seat:x:1000:\n',
    'hosts': '127.0.0.1 localhost\n',
    'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
}
QUIET = linux.MS_NOSUID | linux.MS_NODEV


def open_trees(request):
    """As root: the folder is taken by descriptor, so that no uid of a seat needs to pass through the folders above."""
    return [(linux.open_tree(bind['from']), bind['to']) for bind in request['binds']]


def mounts(request, trees):
    limits = request['limits']
    size = f'size={limits["diskBytes"]},nr_inodes={limits["inodes"]},mode=0755'
    linux.mount('area', '/area', 'tmpfs', QUIET, size)
    for name, target in (('work', ['/work']), ('tmp', ['/tmp', '/dev/shm'])):
        os.mkdir(f'/area/{name}')
        for place in target:
            linux.mount(f'/area/{name}', place, '', linux.MS_BIND)
    linux.umount('/area')
    for fd, target in trees:
        os.makedirs(target, exist_ok=True)
        linux.move_mount(fd, target)
    # Only processes: nothing of the host's memory, load or kernel is told.
    linux.mount('proc', '/proc', 'proc', QUIET | linux.MS_NOEXEC, 'subset=pid')
    for name, text in ETC.items():
        with open(f'/etc/{name}', 'w') as file:
            file.write(text)
    for place in ('/dev', '/'):
        linux.mount('', place, '', linux.MS_REMOUNT | linux.MS_BIND | linux.MS_RDONLY | QUIET)
