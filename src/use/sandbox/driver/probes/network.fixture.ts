import { EPERM, type Probe } from './probe.fixture.ts'

/** Ways to other machines and to services of the host. */
export const NETWORK: readonly Probe[] = [
  {
    name: 'TCP over IPv4 to the host',
    code: `tried(lambda: dials(socket.AF_INET, ('127.0.0.1', host['tcp4'])))`,
    held: EPERM,
  },
  {
    name: 'TCP over IPv6 to the host',
    code: `tried(lambda: dials(socket.AF_INET6, ('::1', host['tcp6'])))`,
    held: EPERM,
  },
  {
    name: 'a datagram, as DNS sends it',
    code: `tried(lambda: dials(socket.AF_INET, ('127.0.0.1', host['udp']), socket.SOCK_DGRAM))`,
    held: EPERM,
  },
  {
    name: 'a name of the host',
    code: `tried(lambda: socket.getaddrinfo('localhost', 80) and dials(socket.AF_INET, ('localhost', host['tcp4'])))`,
    held: EPERM,
  },
  {
    name: 'a raw packet socket',
    code: `tried(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close())`,
    held: EPERM,
  },
  {
    name: 'netlink',
    code: `tried(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close())`,
    held: EPERM,
  },
  {
    name: 'the hypervisor by vsock',
    code: `tried(lambda: socket.socket(40, socket.SOCK_STREAM).close())`,
    held: EPERM,
  },
  {
    name: 'the kernel crypto socket',
    code: `tried(lambda: socket.socket(38, socket.SOCK_SEQPACKET).close())`,
    held: /^(EPERM)$/,
  },
  {
    name: 'a unix socket of the host',
    code: `tried(lambda: dials(socket.AF_UNIX, host['unixPath']))`,
    held: /^ENOENT$/,
  },
  {
    name: 'an abstract socket of the host',
    code: `tried(lambda: dials(socket.AF_UNIX, '\\0' + host['abstract']))`,
    held: /^ECONNREFUSED$/,
  },
  {
    name: 'interfaces beside loopback',
    code: `print(sorted(line.split(':')[0].strip() for line in open('/proc/self/net/dev').readlines()[2:]))`,
    held: /^\['lo'\]$/,
  },
]
