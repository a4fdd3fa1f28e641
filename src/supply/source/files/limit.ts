import { XinyuError } from '../../../kernel/errors/index.ts'
import type { UnpackLimits } from './model.ts'

/** Below this size nothing is a bomb, however well it was packed. */
const HARMLESS_BYTES = 64 * 1024 * 1024

/** Counts what comes out of a packed file. @throws XinyuError IMPORT_BOMB */
export async function* limited(
  file: string,
  chunks: AsyncIterable<Buffer>,
  packedBytes: number,
  { maxBytes, maxRatio }: UnpackLimits,
): AsyncIterable<Buffer> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > maxBytes || (bytes > HARMLESS_BYTES && bytes > packedBytes * maxRatio)) {
      throw new XinyuError('IMPORT_BOMB', { file, max: maxBytes, ratio: maxRatio })
    }
    yield chunk
  }
}
