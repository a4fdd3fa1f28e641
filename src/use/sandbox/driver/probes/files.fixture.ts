import { type Probe } from './probe.fixture.ts'

/** The host's files. */
export const FILES: readonly Probe[] = [
  { name: 'the data folder', code: `tried(lambda: os.listdir(host['home']))`, held: /^ENOENT$/ },
  { name: 'a secret file of the host', code: `tried(lambda: reads(host['secretFile']))`, held: /^ENOENT$/ },
  {
    name: 'the host through the root of pid 1',
    code: `tried(lambda: reads('/proc/1/root' + host['secretFile']))`,
    held: /^(ENOENT|EACCES)$/,
  },
  {
    name: 'a way up from the root',
    code: `tried(lambda: os.stat('/../../../../..' + host['home']))`,
    held: /^ENOENT$/,
  },
  { name: 'password hashes', code: `tried(lambda: reads('/etc/shadow'))`, held: /^ENOENT$/ },
  {
    name: 'home of root and /run',
    code: `print([path for path in ('/root', '/home', '/run', '/var/run', '/var/lib', '/boot', '/srv', '/opt', '/mnt', '/usr/local') if os.path.exists(path)])`,
    held: /^\[\]$/,
  },
  {
    name: 'writing to the programs',
    code: `tried(lambda: open('/usr/bin/python3', 'r+b').close())`,
    held: /^(EROFS|EACCES)$/,
  },
  {
    name: 'writing to /etc',
    code: `tried(lambda: open('/etc/xinyu-probe', 'w').close() or os.unlink('/etc/xinyu-probe'))`,
    held: /^EROFS$/,
  },
  {
    name: 'writing to the root',
    code: `tried(lambda: os.mkdir('/xinyu-probe') or os.rmdir('/xinyu-probe'))`,
    held: /^EROFS$/,
  },
  {
    name: 'programs with the s bit',
    code: `print(all('nosuid' in line.split()[3] for line in open('/proc/self/mounts')))`,
    held: /^True$/,
  },
]
