import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { evidenceFolder, historyFile, vkeyFile } from '../safeguard/evidence/index.ts'
import {
  type GoodProof,
  type GoodReceipt,
  looksLikeFork,
  parseKeyHistory,
  type Refused,
  splitDestruction,
  utf8Text,
  verifyFork,
  type VerifyOptions,
  verifyLogProof,
  verifyReceipt,
  verifyResult,
  wrongList,
} from '../safeguard/evidence/verifier/index.ts'
import { print, shared } from './output.ts'
import { sayAnchor } from './verify/anchor.ts'

interface Options {
  readonly key?: string
  readonly keys?: string
  readonly policy?: string
  readonly result?: string
  readonly entry?: string
  readonly anchor?: string
  readonly ca?: string
}

/** `xinyu verify FILE`: offline. Exit 0 verified with a pinned key, 2 false, 3 true only if the key in the file is. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('verify a receipt offline, and that a result file is the one it speaks of')
    .argument(
      '<file>',
      'receipt (.receipt.json), proof (.tlog-proof, with --entry), proof of a destruction or of a fork, or with --anchor a checkpoint',
    )
    .option(
      '--key <file>',
      'verifier keys that you got from the space by another way (a text file, one a line)',
    )
    .option('--keys <file>', 'history of the keys of the log (/api/evidence/keys), to follow a rotation')
    .option('--policy <file>', 'C2SP tlog-policy: which logs are trusted, which witnesses must have signed')
    .option('--result <file>', 'the released result, byte for byte')
    .option('--entry <file>', 'for a .tlog-proof: the entry, byte for byte')
    .option('--anchor <file>', 'a time stamp (.tsr) on the checkpoint that the argument is; needs --ca')
    .option('--ca <file>', 'for --anchor: certificates (PEM) of the authority that you trust')
    .action(async (file: string, options: Options, command: Command) => {
      const { home, json } = shared(command)
      process.exitCode = await verify(file, options, home, json)
    })
}

async function verify(file: string, options: Options, home: string, json: boolean): Promise<number> {
  if (options.anchor !== undefined) return sayAnchor(file, options.anchor, options.ca, json)
  const whole = await readFile(file)
  const destroyed = splitDestruction(whole)
  const bytes = destroyed?.receipt ?? whole
  const trust = await readTrust(options, home)
  if (looksLikeFork(bytes)) return sayFork(bytes, trust, json)
  const verdict = await judge(bytes, options, trust)
  if (!verdict.ok) {
    print(json, verdict, [`✗ 不成立 not verified: ${verdict.where}: ${verdict.why}`])
    return 2
  }
  const result =
    options.result === undefined || !('entry' in verdict)
      ? null
      : verifyResult(verdict, await readFile(options.result))
  if (result && !result.ok) {
    print(json, { ...verdict, result }, [
      `✗ 结果不符 the result is not the one of this receipt: ${result.why}`,
    ])
    return 2
  }
  const wrong = destroyed && 'entry' in verdict ? wrongList(verdict, destroyed.list) : null
  if (wrong !== null) {
    print(json, { ...verdict, ok: false, why: wrong }, [
      `✗ 清单不符 the list is not the one of this proof: ${wrong}`,
    ])
    return 2
  }
  const list = destroyed ? ['✓ 销毁清单 list   摘要与条数相符 digest and count equal'] : []
  print(json, { ...verdict, result }, [...lines(verdict, result !== null), ...list])
  return verdict.pinned ? 0 : 3
}

/** What the reader trusts; the keys of this very data folder where no other was given. */
async function readTrust(options: Options, home: string): Promise<VerifyOptions> {
  const text = async (file: string | undefined) =>
    file === undefined ? undefined : (await readFile(file, 'utf8')).replaceAll('\r\n', '\n')
  const policy = await text(options.policy)
  if (options.key === undefined && policy === undefined && existsSync(vkeyFile(home))) return ownTrust(home)
  return { vkey: await text(options.key), keys: await text(options.keys), policy }
}

/** A data folder trusts every key that its log has had, each for the trees that it signed. */
async function ownTrust(home: string): Promise<VerifyOptions> {
  const file = historyFile(evidenceFolder(home))
  const vkey = (await readFile(vkeyFile(home), 'utf8')).split('\n')
  if (!existsSync(file)) return { vkey }
  const keys = await readFile(file, 'utf8')
  const history = parseKeyHistory(keys)
  const known = typeof history === 'string' ? [] : history.keys.map((one) => one.vkey)
  return { vkey: [...vkey, ...known], keys }
}

async function judge(
  bytes: Uint8Array,
  { entry }: Options,
  trust: VerifyOptions,
): Promise<GoodReceipt | GoodProof | Refused> {
  const text = utf8Text(bytes)
  if (!text?.startsWith('c2sp.org/tlog-proof@')) return verifyReceipt(bytes, trust)
  if (entry === undefined)
    return { ok: false, where: 'entry', why: 'a .tlog-proof needs its entry: --entry', held: [] }
  return verifyLogProof(text, await readFile(entry), trust)
}

function lines(verdict: GoodReceipt | GoodProof, hasResult: boolean): string[] {
  const { guomi, policy } = verdict
  return [
    ...('entry' in verdict ? [`✓ 存证 entry      ${verdict.entry.kind}  ${verdict.entry.at}`] : []),
    `✓ 位置 leaf       ${verdict.leaf} / ${verdict.size}  ${verdict.origin}`,
    `✓ 签名 signed by  ${verdict.signer}`,
    ...(guomi ? [`✓ 国密 SM2, SM3   ${guomi.signer}${guomi.pinned ? '' : ' (未核对 not pinned)'}`] : []),
    ...(policy?.witnesses ?? []).map(
      (one) => `✓ 见证 witness    ${one.name}  ${new Date(one.at * 1000).toISOString()}`,
    ),
    ...(policy ? ['✓ 规则 policy     见证达到要求 enough witnesses signed'] : []),
    ...(hasResult ? ['✓ 结果 result     摘要相符 equals'] : []),
    verdict.pinned
      ? '✓ 公钥 key        与您给出的一致 is the one you gave'
      : '! 公钥 key        取自回执本身，尚未核对；请用 --key 给出空间公布的公钥。Taken from the receipt itself: pin it with --key.',
  ]
}

function sayFork(bytes: Uint8Array, { vkey }: VerifyOptions, json: boolean): number {
  const verdict = verifyFork(bytes, vkey === undefined ? {} : { vkey })
  if (!verdict.ok) {
    print(json, verdict, [`✗ 不成立 proves no fork: ${verdict.why}`])
    return 2
  }
  print(json, verdict, [
    `! 分叉成立 proved: ${verdict.says}`,
    ...(verdict.pinned ? [] : ['! 公钥取自文件本身 The key is that of the file: pin it with --key.']),
  ])
  return verdict.pinned ? 0 : 3
}
