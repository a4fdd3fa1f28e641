import type { Random } from '../../../../../kernel/index.ts'
import { errorText, type XinyuError } from '../../../../../kernel/errors/index.ts'
import { dateFormat } from '../../../../../kernel/date-format.ts'
import type { SortedTable } from './sort.ts'

/**
 * Names and values of the answer as national interfaces are said to give them; no public text that we found states
 * them, so they stand in one place. (unverified)
 */
export const ANSWER = {
  ok: 0,
  error: -1,
  /** Region in our message number where the message says none. */
  noRegion: '000000',
} as const

/** Rejected rows that an answer lists; all are counted. */
const MAX_LISTED = 100

export interface Times {
  readonly receivedAt: number
  readonly respondedAt: number
  readonly timeZone: string
}

export function goodAnswer(
  place: string | null,
  sorted: readonly SortedTable[],
  random: Random,
  times: Times,
): string {
  const rejections = sorted.flatMap((one) => one.rejections)
  const tables = Object.fromEntries(
    sorted.map(({ table, received, accepted, rejections: bad }) => [
      table.name,
      { received, accepted: accepted.length, rejected: bad.length },
    ]),
  )
  return envelope(ANSWER.ok, place, '', random, times, {
    received: sum(sorted.map(({ received }) => received)),
    accepted: sum(sorted.map(({ accepted }) => accepted.length)),
    rejected: rejections.length,
    tables,
    rejections: rejections.slice(0, MAX_LISTED).map(({ table, row, code, field }) => ({
      table,
      row,
      code,
      field,
      why: errorText(code, { field: field ?? '' }).zh,
    })),
  })
}

/** The answer to a message that was not taken: our code, then the sentence in Chinese and in English. */
export function badAnswer(error: XinyuError, random: Random, times: Times): string {
  const { zh, en } = errorText(error.code, error.params)
  return envelope(ANSWER.error, null, `${error.code} ${zh} ${en}`, random, times, null)
}

function envelope(
  infcode: number,
  place: string | null,
  err_msg: string,
  random: Random,
  { receivedAt, respondedAt, timeZone }: Times,
  output: unknown,
): string {
  const received = stamp(receivedAt, timeZone)
  const number = String(Buffer.from(random.bytes(6)).readUIntBE(0, 6) % 10_000_000_000).padStart(10, '0')
  return JSON.stringify({
    infcode,
    inf_refmsgid: `${place ?? ANSWER.noRegion}${received.slice(0, 14)}${number}`,
    refmsg_time: received,
    respond_time: stamp(respondedAt, timeZone),
    err_msg,
    output,
  })
}

/** yyyyMMddHHmmssSSS by the clocks of a zone. */
function stamp(at: number, timeZone: string): string {
  const format = dateFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return `${format.format(at).replaceAll(/\D/g, '')}${String(at % 1000).padStart(3, '0')}`
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
