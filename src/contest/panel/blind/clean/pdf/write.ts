import { deflateSync } from 'node:zlib'
import { type Dict, isDict, isName, isRef, isText, type Value } from './values.ts'

/** Objects of a new file, by number from 1. */
export type Made =
  | { readonly value: Value }
  | { readonly dict: Dict; readonly body: Buffer; readonly pack: boolean }

/** A file with one revision, without an identity of its own: no Info, no ID, no dates. */
export function writeDocument(objects: readonly Made[], root: number): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  const offsets: number[] = []
  let at = parts[0]!.length
  const add = (part: Buffer) => {
    parts.push(part)
    at += part.length
  }
  for (const [index, object] of objects.entries()) {
    offsets.push(at)
    add(Buffer.from(`${index + 1} 0 obj\n`))
    if ('value' in object) add(Buffer.from(print(object.value), 'latin1'))
    else {
      const body = object.pack ? deflateSync(object.body) : object.body
      const dict = new Map(object.dict)
      dict.set('Length', body.length)
      if (object.pack) dict.set('Filter', { name: 'FlateDecode' })
      add(
        Buffer.concat([Buffer.from(`${print(dict)}\nstream\n`, 'latin1'), body, Buffer.from('\nendstream')]),
      )
    }
    add(Buffer.from('\nendobj\n'))
  }
  const start = at
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  add(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`))
  add(
    Buffer.from(`trailer\n<< /Size ${objects.length + 1} /Root ${root} 0 R >>\nstartxref\n${start}\n%%EOF\n`),
  )
  return Buffer.concat(parts)
}

export function print(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : value.toFixed(6).replace(/\.?0+$/, '')
  if (isName(value)) return `/${name(value.name)}`
  if (isText(value)) return `<${value.text.toString('hex')}>`
  if (isRef(value)) return `${value.ref} 0 R`
  if (Array.isArray(value)) return `[${value.map(print).join(' ')}]`
  if (isDict(value)) return `<< ${[...value].map(([key, one]) => `/${name(key)} ${print(one)}`).join(' ')} >>`
  throw new TypeError('no PDF value')
}

const name = (text: string): string =>
  text.replaceAll(/[^!-~]|[#()<>[\]{}/%]/g, (mark) => `#${mark.charCodeAt(0).toString(16).padStart(2, '0')}`)
