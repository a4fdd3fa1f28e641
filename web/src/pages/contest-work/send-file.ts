import { ApiError } from '../../api/error.ts'
import {
  beginFile,
  type FileView,
  finishFile,
  readFile,
  sendPiece,
  type WorkPlace,
} from '../../api/contest-work.ts'
import { fileDigest } from '../../lib/digest.ts'

/** Bytes of one request: what a lost connection costs at most. */
const PIECE = 4 * 1024 * 1024
/** Pauses before a piece is tried again: a phone that changes its network is back within moments. */
const PAUSES_MS = [1_000, 2_000, 5_000, 10_000, 20_000]

export type Step = 'hashing' | 'sending' | 'checking'

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new DOMException('aborted', 'AbortError'))
    })
  })

/** No answer, a server that starts again, or many teams at once: worth another try. */
const passing = (error: unknown): boolean =>
  error instanceof ApiError && [0, 429, 502, 503, 504].includes(error.status)
const moved = (error: unknown): boolean =>
  error instanceof ApiError && ['UPLOAD_OFFSET', 'UPLOAD_BUSY', 'WORK_FILE_CUT'].includes(error.code)

/** Does it again where the line or the server was away for a moment. */
async function patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (const wait of PAUSES_MS) {
    try {
      return await work()
    } catch (error) {
      if (!passing(error) && !moved(error)) throw error
      await pause(wait, signal)
    }
  }
  return work()
}

/**
 * Sends a file in pieces and goes on where an earlier try stopped, of this page or of another. The browser forgets the
 * file at a reload: choosing it again is what makes it go on, since the server knows it by its digest.
 */
export async function sendWorkFile(
  place: WorkPlace,
  field: string,
  file: File,
  tell: (step: Step, share: number) => void,
  signal: AbortSignal,
): Promise<FileView> {
  const digest = await fileDigest(file, (share) => tell('hashing', share), signal)
  const begun = await patiently(
    () => beginFile(place, { field, name: file.name, bytes: file.size, digest }),
    signal,
  )
  if (begun.state !== 'uploading') return begun
  let at = begun.received
  while (at < file.size) {
    signal.throwIfAborted()
    let tried = false
    await patiently(async () => {
      // After a broken line the server says how far it is: what came is not sent again.
      if (tried) at = (await readFile(begun.id)).received
      tried = true
      const from = at
      const end = Math.min(file.size, from + PIECE)
      if (from === end) return
      await sendPiece(
        begun.id,
        from,
        file.slice(from, end),
        (bytes) => tell('sending', (from + bytes) / file.size),
        signal,
      )
      at = end
    }, signal)
  }
  tell('checking', 1)
  return patiently(() => finishFile(begun.id), signal)
}
