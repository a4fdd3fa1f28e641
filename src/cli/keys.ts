import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { Command } from 'commander'
import { loadConfig, lockHome } from '../platform/index.ts'
import {
  type Keeper,
  keepMasterKeyAt,
  openRecovery,
  putBack,
  recordedSuite,
  settleSuite,
} from '../safeguard/crypto/index.ts'
import { print, shared } from './output.ts'

/** `xinyu keys recover FILE`: puts lost signing keys back, with the passphrases of both officers. */
export function keysCommand(): Command {
  const recover = new Command('recover')
    .description(
      'put lost keys back from a recovery file; reads the passphrases of both officers, a line each',
    )
    .argument('<file>', 'recovery file that the portal gave')
    .action(async (file: string, _options: unknown, command: Command) => {
      const { home, json } = shared(command)
      const text = await readFile(resolve(file), 'utf8')
      const { crypto } = loadConfig({ home, env: process.env })
      const lock = lockHome(home)
      try {
        // Both officers first: a wrong passphrase leaves nothing of a space behind, not even the record of its suite.
        const opened = await openRecovery(text, await askBoth())
        await settleSuite(home, (await recordedSuite(home)) ?? crypto.suite ?? opened.suite)
        keepMasterKeyAt(home, crypto.masterKeyFile)
        const names = await putBack(home, opened)
        print(json, { recovered: names }, [`✓ 已恢复 recovered: ${names.join(', ')}`])
      } finally {
        lock.release()
      }
    })
  return new Command('keys').description('keys of the space').addCommand(recover)
}

/** From the terminal without showing them, or from two lines of a pipe. */
async function askBoth(): Promise<Record<Keeper, string>> {
  const hidden = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: hidden, terminal: process.stdin.isTTY })
  const each = lines[Symbol.asyncIterator]()
  const ask = async (who: string) => {
    process.stderr.write(`${who}: `)
    const line = await each.next()
    process.stderr.write('\n')
    return line.done ? '' : line.value
  }
  try {
    return {
      security_officer: await ask('安全管理员口令 passphrase of the security officer'),
      system_administrator: await ask('系统管理员口令 passphrase of the system administrator'),
    }
  } finally {
    lines.close()
  }
}
