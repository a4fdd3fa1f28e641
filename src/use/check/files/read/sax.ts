import { type SaxesTagPlain, SaxesParser } from 'saxes'

export interface XmlReader {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
  comment?(text: string): void
  /** Processing instructions and document types: nothing that a result needs. */
  other?(text: string): void
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Feeds XML to a reader, names without their prefix; false where it is not well-formed (what came before was read). */
export function readXmlText(text: string, reader: XmlReader): boolean {
  const parser = new SaxesParser({ xmlns: false, position: false })
  parser.on('error', (error) => {
    throw error
  })
  if (reader.open) parser.on('opentag', (tag: SaxesTagPlain) => reader.open!(local(tag.name), tag.attributes))
  if (reader.text) {
    parser.on('text', (text) => reader.text!(text))
    parser.on('cdata', (text) => reader.text!(text))
  }
  if (reader.close) parser.on('closetag', (tag: SaxesTagPlain) => reader.close!(local(tag.name)))
  if (reader.comment) parser.on('comment', (text) => reader.comment!(text))
  if (reader.other) {
    parser.on('doctype', (text) => reader.other!(text))
    parser.on('processinginstruction', ({ body }) => reader.other!(body))
  }
  try {
    parser.write(text.replace(/^\ufeff/, '')).close()
    return true
  } catch (error) {
    if (error instanceof Error && error.name === 'Error') return false
    throw error
  }
}
