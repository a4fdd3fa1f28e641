import { readXmlText } from './sax.ts'

export interface Sheet {
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[]
  readonly hiddenRows: readonly number[]
  readonly hiddenColumns: readonly number[]
  /** Cells that a style keeps out of sight. */
  readonly unseen: readonly string[]
  /** Headers, footers, hints of validations, targets of links. */
  readonly asides: readonly string[]
  readonly whole: boolean
}

export interface SheetTools {
  readonly strings: readonly string[]
  readonly hidden: ReadonlySet<number>
  /** Takes the shared strings that a cell refers to. */
  readonly used: Set<number>
  readonly cells: (count: number) => void
}

const MAX_COLUMN = 16_384

export function readSheet(xml: string, { strings, hidden, used, cells: count }: SheetTools): Sheet {
  const rows: { number: number; cells: string[] }[] = []
  const hiddenRows: number[] = []
  const hiddenColumns: number[] = []
  const unseen: string[] = []
  const asides: string[] = []
  let row: { number: number; cells: string[] } = { number: 0, cells: [] }
  let cell = { column: 0, type: 'n', style: 0, value: '', formula: '' }
  let taking: 'value' | 'formula' | 'aside' | null = null
  const whole = readXmlText(xml, {
    open(name, attributes) {
      if (name === 'row') {
        row = { number: Number(attributes['r'] ?? row.number + 1), cells: [] }
        cell = { ...cell, column: -1 }
        if (isTrue(attributes['hidden'])) hiddenRows.push(row.number)
      } else if (name === 'col' && (isTrue(attributes['hidden']) || Number(attributes['width'] ?? 9) === 0)) {
        hiddenColumns.push(Number(attributes['min'] ?? 1) - 1)
      } else if (name === 'c') {
        const column = attributes['r'] === undefined ? cell.column + 1 : columnOf(attributes['r'])
        cell = {
          column,
          type: attributes['t'] ?? 'n',
          style: Number(attributes['s'] ?? 0),
          value: '',
          formula: '',
        }
      } else if (name === 'v' || name === 't') taking = 'value'
      else if (name === 'f') taking = 'formula'
      else if (/^(?:odd|even|first)(?:Header|Footer)$|^formula\d?$/.test(name)) taking = 'aside'
      for (const key of ['prompt', 'promptTitle', 'error', 'tooltip', 'display', 'location']) {
        if (attributes[key] !== undefined) asides.push(attributes[key])
      }
    },
    text(piece) {
      if (taking === 'value') cell.value += piece
      else if (taking === 'formula') cell.formula += piece
      else if (taking === 'aside') asides.push(piece)
    },
    close(name) {
      if (name === 'c') {
        const shown = shownOf(cell.type, cell.value, strings, used)
        if (shown !== '' && cell.column >= 0 && cell.column < MAX_COLUMN) {
          while (row.cells.length < cell.column) row.cells.push('')
          row.cells[cell.column] = shown
          if (hidden.has(cell.style)) unseen.push(`${lettersOf(cell.column)}${row.number}`)
        }
        if (cell.formula !== '') asides.push(cell.formula)
      } else if (name === 'row') {
        count(row.cells.length + 1)
        if (row.cells.length > 0) rows.push(row)
      } else if (name === 'v' || name === 't' || name === 'f' || taking === 'aside') taking = null
    },
  })
  return { rows, hiddenRows, hiddenColumns, unseen, asides, whole }
}

const isTrue = (text: string | undefined): boolean => text === '1' || text === 'true'

function shownOf(type: string, value: string, strings: readonly string[], used: Set<number>): string {
  if (type === 's') {
    used.add(Number(value))
    return strings[Number(value)] ?? ''
  }
  if (type !== 'n' || value === '') return value
  // Excel writes 17 digits of what it shows with 15: 12.300000000000001 is 12.3.
  const number = Number(value)
  return Number.isFinite(number) ? String(Number(number.toPrecision(15))) : value
}

function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '')
    column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

export function lettersOf(column: number): string {
  let letters = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}
