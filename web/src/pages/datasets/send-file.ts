import { get, upload } from '../../api/client.ts'
import { beginDigest } from '../../lib/digest.ts'

/** Bytes of one request: what a lost connection costs at most. */
const PIECE = 8 * 1024 * 1024

interface UploadState {
  readonly received: number
  readonly total: number | null
}

/**
 * Sends a file in pieces, going on where an earlier attempt stopped, and has its digest checked with the last one. The
 * browser forgets the file at a reload: choosing it again is what makes it go on.
 */
export async function sendFile(
  datasetId: string,
  file: File,
  tell: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const path = `/datasets/${datasetId}/uploads/${encodeURIComponent(file.name)}`
  // An empty file has no piece; the import says what is wrong with it.
  if (file.size === 0) return upload(path, file, tell, signal)
  const state = await get<UploadState>(path)
  const begun = state.total === file.size ? state.received : 0
  const digest = await beginDigest()
  for (let at = 0; at < file.size; at += PIECE) {
    signal.throwIfAborted()
    const end = Math.min(file.size, at + PIECE)
    const piece = file.slice(at, end)
    digest.update(new Uint8Array(await piece.arrayBuffer()))
    // A whole file under the same name may wait already: the last piece is always sent.
    if (end <= begun && end < file.size) {
      tell(end)
      continue
    }
    const from = Math.max(at, Math.min(begun, end))
    const query = new URLSearchParams({ offset: String(from), total: String(file.size) })
    if (end === file.size) query.set('digest', digest.hex())
    await upload(
      `${path}/pieces?${query}`,
      file.slice(from, end),
      (bytes) => tell(Math.min(end, from + bytes)),
      signal,
    )
  }
}
