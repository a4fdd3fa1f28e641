// A script of the engine's own tests: behaves as badly as its input says.
import { readFileSync, writeFileSync } from 'node:fs'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { ScriptTools } from '../index.ts'

export async function run(input: Json, { progress, signal }: ScriptTools): Promise<Json> {
  const { how, file } = input as { how: string; file?: string }
  progress({ how })
  if (how === 'echo') return input
  if (how === 'env') return { keys: Object.keys(process.env), argv: process.argv.length }
  if (how === 'read') return readFileSync(file!, 'utf8')
  if (how === 'xinyu')
    throw new XinyuError('INPUT_INVALID', { where: 'a.csv:3', why: 'ragged' }, { detail: { line: 3 } })
  if (how === 'throw') throw new Error('row 7 holds 110101199003070000')
  if (how === 'crash') process.abort()
  if (how === 'exit') process.exit(0)
  if (how === 'memory') hog()
  if (how === 'spin') for (;;);
  // Waits for cancel and says on disk that it was told in time to clean up.
  await new Promise<void>((resolve) => {
    const alive = setInterval(() => {}, 1_000)
    signal.addEventListener('abort', () => {
      if (file) writeFileSync(file, 'cleaned up')
      clearInterval(alive)
      resolve()
    })
  })
  return 'cancelled by itself'
}

function hog(): never {
  const held: Buffer[] = []
  for (;;) held.push(Buffer.alloc(16 << 20, 1))
}
