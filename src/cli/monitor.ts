import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { follow, remoteLog } from '../safeguard/evidence/monitor/index.ts'
import { parseKey, parsePolicy, type Policy, verifyFork } from '../safeguard/evidence/verifier/index.ts'
import { print, shared } from './output.ts'

interface MonitorFlags {
  readonly policy?: string
  readonly vkey?: readonly string[]
  readonly state: string
  readonly once?: boolean
  readonly rebuild?: boolean
  readonly every: string
  readonly stale: string
  readonly timeout: string
  readonly webhook?: string
  readonly check?: string
}

const USAGE = 64
/** A day: timers of Node fire at once where they are told to wait for more than 24 days. */
const MOST_SECONDS = 86_400
const collect = (value: string, before: readonly string[] = []): string[] => [...before, value]

/** `xinyu monitor URL`: follows a log from outside. Exit 0 in order, 1 away or late, 2 the log contradicts itself. */
export function monitorCommand(): Command {
  return new Command('monitor')
    .description(
      'follow an evidence log over HTTP and tell when it forks, rolls back or keeps something back',
    )
    .argument('[url]', 'address of the space, or of the folder of its log')
    .option('--policy <file>', 'C2SP tlog-policy: keys of the log, witnesses, quorum')
    .option(
      '--vkey <key>',
      'verifier key of the log, or a file with one key a line; may be repeated',
      collect,
    )
    .option('--state <file>', 'what was seen last', 'xinyu-monitor.json')
    .option('--once', 'look once and end')
    .option('--rebuild', 'read every entry and build the tree anew from them')
    .option('--every <seconds>', 'seconds between looks', '60')
    .option('--stale <minutes>', 'minutes without news after which it is told', '1440')
    .option('--timeout <seconds>', 'seconds that one file may take', '20')
    .option('--webhook <url>', 'each alert is sent there as JSON')
    .option('--check <file>', 'only say what a proof of a fork (xinyu-fork/1) shows')
    .action(async (url: string | undefined, flags: MonitorFlags, command: Command) => {
      process.exitCode = await monitor(url, flags, shared(command).json)
    })
}

async function monitor(url: string | undefined, flags: MonitorFlags, json: boolean): Promise<number> {
  const policy = flags.policy === undefined ? null : parsePolicy(await readFile(flags.policy, 'utf8'))
  if (typeof policy === 'string') return usage(`--policy: ${policy}`)
  const vkeys = [...(await keysOf(flags.vkey ?? [])), ...(policy?.logs.map(({ vkey }) => vkey) ?? [])]
  if (flags.check !== undefined) return check(flags.check, vkeys, json)
  if (url === undefined || !/^https?:$/.test(protocolOf(url)))
    return usage('an address is needed, such as https://space.example.org')
  if (vkeys.length === 0 || vkeys.some((vkey) => !parseKey(vkey)))
    return usage('the key of the log is needed: by --vkey, or by a `log` line of --policy')
  const [every, stale, timeout] = [flags.every, flags.stale, flags.timeout].map(Number) as [
    number,
    number,
    number,
  ]
  if (![every, timeout].every((one) => one >= 0.001 && one <= MOST_SECONDS) || !(stale > 0))
    return usage(`times are numbers above 0; --every and --timeout end at ${MOST_SECONDS} seconds`)
  if (flags.webhook !== undefined && !/^https?:$/.test(protocolOf(flags.webhook)))
    return usage('--webhook is an address that begins with http:// or https://')
  return run(url, vkeys, policy, flags, { every, stale, timeout })
}

async function run(
  url: string,
  vkeys: readonly string[],
  policy: Policy | null,
  flags: MonitorFlags,
  { every, stale, timeout }: { every: number; stale: number; timeout: number },
): Promise<number> {
  const ended = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ended.abort())
  return follow({
    remote: remoteLog(url, { timeoutMs: Math.ceil(timeout * 1000) }),
    vkeys,
    policy,
    rebuild: flags.rebuild === true,
    once: flags.once === true,
    everyMs: Math.ceil(every * 1000),
    staleMs: stale * 60_000,
    stateFile: resolve(flags.state),
    webhook: flags.webhook ?? null,
    now: Date.now,
    signal: ended.signal,
    say: (line) => console.log(JSON.stringify(line)),
  })
}

async function check(file: string, vkeys: readonly string[], json: boolean): Promise<number> {
  const verdict = verifyFork(await readFile(file), vkeys.length > 0 ? { vkey: vkeys } : {})
  print(json, verdict, [
    verdict.ok
      ? `✓ 日志 ${verdict.origin} 签过两段历史 signed two histories: ${verdict.says}`
      : `✗ 不能证明分叉 proves no fork: ${verdict.why}`,
    ...(verdict.ok && !verdict.pinned
      ? ['! 公钥取自文件本身 the key is the file’s own: pin it with --vkey']
      : []),
  ])
  if (!verdict.ok) return 2
  return verdict.pinned ? 0 : 3
}

/** A key itself, or the file with one key a line. */
const keysOf = async (texts: readonly string[]): Promise<string[]> =>
  (
    await Promise.all(
      texts.map(async (text) =>
        existsSync(text) ? (await readFile(text, 'utf8')).trim().split('\n') : [text],
      ),
    )
  ).flat()

const protocolOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : '')

function usage(why: string): number {
  console.error(why)
  return USAGE
}
