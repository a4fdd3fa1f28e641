import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Host } from './probes.fixture.ts'

/** Opens on this machine what a probe tries to reach; `heard` counts the connections that got through. */
export async function openHost(home: string, otherPid: number, marker: string) {
  const folder = mkdtempSync(join(tmpdir(), 'xinyu-host-'))
  const word = `word-${randomBytes(6).toString('hex')}`
  let heard = 0
  const servers: Server[] = []
  const listen = async (where: { port: number; host: string } | { path: string }): Promise<Server> => {
    const server = createServer((socket) => {
      heard++
      socket.on('error', () => {}).destroy()
    })
    servers.push(server)
    server.listen(where)
    await once(server, 'listening')
    return server
  }
  const portOf = (server: Server) => (server.address() as AddressInfo).port
  const tcp4 = portOf(await listen({ port: 0, host: '127.0.0.1' }))
  const tcp6 = await listen({ port: 0, host: '::1' }).then(portOf, () => tcp4)
  const unixPath = join(folder, 'host.sock')
  await listen({ path: unixPath })
  await listen({ path: `\0${word}` })
  const datagram = createSocket('udp4', () => heard++)
  datagram.bind(0, '127.0.0.1')
  await once(datagram, 'listening')
  const bystander = spawn('sleep', ['600'], { argv0: `sleep-${word}`, env: { WORD: word }, stdio: 'ignore' })
  const secretFile = join(home, 'secret')
  writeFileSync(secretFile, word)
  const host: Host = {
    tcp4,
    tcp6,
    udp: datagram.address().port,
    unixPath,
    abstract: word,
    secretFile,
    home,
    pid: bystander.pid!,
    word,
    otherPid,
    marker,
  }
  const close = async () => {
    bystander.kill('SIGKILL')
    datagram.close()
    for (const server of servers) server.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { host, heard: () => heard, close }
}
