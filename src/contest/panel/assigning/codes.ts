import type { Tx } from '../../../platform/postgres/tables.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'

/** No letters that look like digits; 32 of them, so that each is equally likely. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** `K7QM-4XB2`: 40 random bits, made of nothing that the work or the team has. */
export function codeFrom(bytes: Uint8Array): string {
  const letters = [...bytes.subarray(0, 8)].map((byte) => LETTERS[byte & 31])
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`
}

/** Codes that no assignment of the round had, ended ones included. */
export async function newCodes(
  core: Core,
  tx: Tx,
  contestId: string,
  round: string,
  count: number,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('contest_assignment')
    .select('code')
    .where('contest_id', '=', contestId)
    .where('round', '=', round)
    .execute()
  const taken = new Set(rows.map(({ code }) => code))
  const codes: string[] = []
  while (codes.length < count) {
    const code = codeFrom(core.random.bytes(8))
    if (taken.has(code)) continue
    taken.add(code)
    codes.push(code)
  }
  return codes
}
