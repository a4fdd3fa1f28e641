import { readFile } from 'node:fs/promises'
import { AnchorError, checkAnchor } from '../../safeguard/evidence/index.ts'
import { print } from '../output.ts'

/** `xinyu verify --anchor FILE.tsr CHECKPOINT --ca CA.pem`: offline. Exit 0 stamped, 2 not. */
export async function sayAnchor(
  checkpoint: string,
  token: string,
  ca: string | undefined,
  json: boolean,
): Promise<number> {
  try {
    if (ca === undefined) throw new AnchorError('chain', '--ca names no certificates to trust')
    const stamp = checkAnchor(
      await readFile(token),
      (await readFile(checkpoint, 'utf8')).replaceAll('\r\n', '\n'),
      await readFile(ca, 'utf8'),
    )
    print(json, { ok: true, ...stamp }, [
      `✓ 检查点 checkpoint ${stamp.size}  ${stamp.origin}`,
      `✓ 时间戳 stamped    ${new Date(stamp.at).toISOString()}  (${stamp.hash})`,
      `✓ 机构 authority    ${stamp.authority}`,
    ])
    return 0
  } catch (error) {
    if (!(error instanceof AnchorError)) throw error
    print(json, { ok: false, where: error.reason, why: error.message }, [
      `✗ 不成立 not verified: ${error.message}`,
    ])
    return 2
  }
}
