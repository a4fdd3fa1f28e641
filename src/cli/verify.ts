import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { vkeyFile } from '../safeguard/evidence/index.ts'
import { verifyReceipt, verifyResult } from '../safeguard/evidence/verifier/index.ts'
import { print, shared } from './output.ts'

interface VerifyOptions {
  readonly key?: string
  readonly result?: string
}

/** `xinyu verify FILE`: offline. Exit 0 verified with a pinned key, 2 false, 3 true only if the key in the file is. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('verify a receipt offline, and that a result file is the one it speaks of')
    .argument('<receipt>', 'receipt file')
    .option('--key <file>', 'verifier key that you got from the space by another way (a text file)')
    .option('--result <file>', 'the released result, byte for byte')
    .action(async (receipt: string, options: VerifyOptions, command: Command) => {
      const { home, json } = shared(command)
      process.exitCode = await verify(receipt, options, home, json)
    })
}

async function verify(file: string, options: VerifyOptions, home: string, json: boolean): Promise<number> {
  const keyFile = options.key ?? (existsSync(vkeyFile(home)) ? vkeyFile(home) : undefined)
  const vkey = keyFile === undefined ? undefined : (await readFile(keyFile, 'utf8')).trim()
  const bytes = await readFile(file)
  const verdict = verifyReceipt(bytes, vkey === undefined ? {} : { vkey })
  if (!verdict.ok) {
    print(json, verdict, [`✗ 不成立 not verified: ${verdict.where}: ${verdict.why}`])
    return 2
  }
  const result = options.result === undefined ? null : verifyResult(verdict, await readFile(options.result))
  if (result && !result.ok) {
    print(json, { ...verdict, result }, [
      `✗ 结果不符 the result is not the one of this receipt: ${result.why}`,
    ])
    return 2
  }
  print(json, { ...verdict, result }, [
    `✓ 存证 entry      ${verdict.entry.kind}  ${verdict.entry.at}`,
    `✓ 位置 leaf       ${verdict.leaf} / ${verdict.size}  ${verdict.origin}`,
    `✓ 签名 signed by  ${verdict.signer}`,
    ...(result ? ['✓ 结果 result     SHA-256 相符 equals'] : []),
    verdict.pinned
      ? '✓ 公钥 key        与您给出的一致 is the one you gave'
      : '! 公钥 key        取自回执本身，尚未核对；请用 --key 给出空间公布的公钥。Taken from the receipt itself: pin it with --key.',
  ])
  return verdict.pinned ? 0 : 3
}
