import type { Json } from '../../../../kernel/canonical.ts'
import type { Cell, CellOutput } from '../../model.ts'

const MAGIC = { python: '', sql: '%%sql\n', r: '%%R\n' } as const

/** The notebook as Jupyter reads it (nbformat 4.5). Outputs go along only where they are handed in. */
export function writeIpynb(
  cells: readonly (Cell & { readonly count?: number | null; readonly outputs?: readonly CellOutput[] })[],
): Buffer {
  const book = {
    cells: cells.map((cell) =>
      cell.language === 'markdown'
        ? { id: cell.id, cell_type: 'markdown', metadata: {}, source: linesOf(cell.source) }
        : {
            id: cell.id,
            cell_type: 'code',
            metadata: {},
            execution_count: cell.outputs === undefined ? null : (cell.count ?? null),
            source: linesOf(MAGIC[cell.language] + cell.source),
            outputs: (cell.outputs ?? []).map((output) => outputOf(output)),
          },
    ),
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  }
  return Buffer.from(`${JSON.stringify(book, null, 1)}\n`, 'utf8')
}

function outputOf(output: CellOutput): Json {
  if (output.kind === 'text')
    return {
      output_type: 'stream',
      name: output.stream === 'out' ? 'stdout' : 'stderr',
      text: linesOf(output.text),
    }
  if (output.kind === 'error')
    return {
      output_type: 'error',
      ename: output.name,
      evalue: output.message,
      traceback: output.trace.split('\n'),
    }
  return { output_type: 'display_data', metadata: {}, data: dataOf(output) }
}

function dataOf(output: Extract<CellOutput, { kind: 'table' | 'image' }>): Json {
  if (output.kind === 'table') {
    const lines = [output.columns.map(({ name }) => name), ...output.rows]
    return {
      'text/plain': linesOf(lines.map((row) => row.map((value) => value ?? '').join('\t')).join('\n')),
    }
  }
  if (output.mime === 'image/png') return { 'image/png': output.base64 }
  return { 'image/svg+xml': linesOf(Buffer.from(output.base64, 'base64').toString('utf8')) }
}

/** nbformat keeps a text as lines with their ends. */
const linesOf = (text: string): string[] => text.split(/(?<=\n)/).filter((line) => line !== '')
