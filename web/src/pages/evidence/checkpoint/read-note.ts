export type LineKind = 'origin' | 'size' | 'root' | 'sm3' | 'extension' | 'blank' | 'signature'

export interface NoteLine {
  readonly kind: LineKind
  readonly text: string
  /** Of a signature line: in whose name. */
  readonly name?: string
}

const FIRST: readonly LineKind[] = ['origin', 'size', 'root']

/** The lines of a checkpoint note, each with what it is (C2SP signed-note and tlog-checkpoint). */
export function readNote(note: string): NoteLine[] {
  const lines = note.replace(/\n$/, '').split('\n')
  const border = lines.lastIndexOf('')
  return lines.map((text, place): NoteLine => {
    if (place === border) return { kind: 'blank', text }
    if (place > border) return { kind: 'signature', text, name: text.split(' ')[1] ?? '' }
    return { kind: FIRST[place] ?? (text.startsWith('sm3-root ') ? 'sm3' : 'extension'), text }
  })
}

/** Key id (hex) of a signature line: the first four bytes of its Base64. */
export function keyIdOf(line: string): string {
  try {
    const bytes = atob(line.split(' ')[2] ?? '').slice(0, 4)
    return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  } catch {
    return ''
  }
}
