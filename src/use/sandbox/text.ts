import type { CellOutput } from './model.ts'

/** What PostgreSQL cannot keep (U+0000, half of a surrogate pair) is replaced: such text comes out of foreign programs. */
export const plainText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')

/** The same for everything in an output. */
export function storable(outputs: CellOutput[]): CellOutput[] {
  return outputs.map((output) => {
    if (output.kind === 'text') return { ...output, text: plainText(output.text) }
    if (output.kind === 'image') return output
    if (output.kind === 'error')
      return {
        kind: 'error',
        name: plainText(output.name),
        message: plainText(output.message),
        trace: plainText(output.trace),
      }
    return {
      ...output,
      columns: output.columns.map(({ name, type }) => ({ name: plainText(name), type: plainText(type) })),
      rows: output.rows.map((row) =>
        row.map((value) => (typeof value === 'string' ? plainText(value) : value)),
      ),
    }
  })
}
