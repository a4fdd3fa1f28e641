import { posix } from 'node:path'
import { readXmlText } from './sax.ts'

export interface Book {
  readonly sheets: readonly { readonly name: string; readonly id: string; readonly state: string }[]
  readonly names: readonly { readonly text: string; readonly hidden: boolean; readonly constant: boolean }[]
}

export function bookOf(xml: string): Book | null {
  const sheets: { name: string; id: string; state: string }[] = []
  const names: { text: string; hidden: boolean; constant: boolean }[] = []
  let name: { own: boolean; hidden: boolean; text: string } | null = null
  const whole = readXmlText(xml, {
    open(element, attributes) {
      if (element === 'sheet') {
        const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
        sheets.push({ name: attributes['name'] ?? '', id, state: attributes['state'] ?? 'visible' })
      } else if (element === 'definedName') {
        // Filters and print areas are the program's own names.
        const own = (attributes['name'] ?? '').startsWith('_xlnm.')
        name = {
          own,
          hidden: attributes['hidden'] === '1' || attributes['hidden'] === 'true',
          text: `${attributes['name'] ?? ''} ${attributes['comment'] ?? ''} `,
        }
      }
    },
    text(piece) {
      if (name) name.text += piece
    },
    close(element) {
      if (element !== 'definedName' || !name) return
      const value = name.text.trim().split(/\s+/).at(-1) ?? ''
      const constant = !name.own && !/[!]|#REF|\(/.test(value)
      names.push({ text: name.text, hidden: name.hidden && !name.own, constant })
      name = null
    },
  })
  return whole || sheets.length > 0 ? { sheets, names } : null
}

/** Part of each relation of the workbook. */
export function relationsOf(xml: string): ReadonlyMap<string, string> {
  const targets = new Map<string, string>()
  readXmlText(xml, {
    open(name, { Id, Target, TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External' || Id === undefined || Target === undefined)
        return
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : posix.join('xl', Target))
    },
  })
  return targets
}

export function stringsOf(xml: string): string[] {
  const strings: string[] = []
  let [text, taking] = ['', false]
  readXmlText(xml, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 't') taking = true
    },
    text(piece) {
      if (taking) text += piece
    },
    close(name) {
      if (name === 't') taking = false
      else if (name === 'si') strings.push(text)
    },
  })
  return strings
}

/** Cell styles that show nothing: a format without parts, or white letters on no ground. */
export function hiddenStyles(xml: string): ReadonlySet<number> {
  const blank = new Set<string>()
  const white: boolean[] = []
  const filled: boolean[] = []
  const hidden = new Set<number>()
  let [inside, style] = ['', 0]
  readXmlText(xml, {
    open(name, attributes) {
      if (['fonts', 'fills', 'cellXfs', 'cellStyleXfs'].includes(name)) inside = name
      else if (name === 'numFmt' && /^;;;?;?$/.test((attributes['formatCode'] ?? '').trim()))
        blank.add(attributes['numFmtId'] ?? '')
      else if (name === 'font' && inside === 'fonts') white.push(false)
      else if (name === 'fill' && inside === 'fills') filled.push(false)
      else if (name === 'color' && inside === 'fonts' && /^(?:FF)?FFFFFF$/i.test(attributes['rgb'] ?? ''))
        white[white.length - 1] = true
      else if (name === 'patternFill' && inside === 'fills')
        filled[filled.length - 1] = !['none', undefined].includes(attributes['patternType'])
      else if (name === 'xf' && inside === 'cellXfs') {
        const unseen =
          white[Number(attributes['fontId'] ?? 0)] === true &&
          filled[Number(attributes['fillId'] ?? 0)] !== true
        if (unseen || blank.has(attributes['numFmtId'] ?? '')) hidden.add(style)
        style++
      }
    },
    close(name) {
      if (name === inside) inside = ''
    },
  })
  return hidden
}
