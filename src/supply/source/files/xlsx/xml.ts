import { type SaxesTagPlain, SaxesParser } from 'saxes'
import { isXinyuError, XinyuError } from '../../../../kernel/errors/index.ts'

/** What a reader of one XML part takes; names without their prefix. */
export interface XmlReader {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/**
 * Feeds one part of an xlsx file to a reader, piece by piece; yields after each piece, so that what the reader gathered
 * can be taken away. A document type is refused: it could define entities that unfold without end.
 * @throws XinyuError IMPORT_XLSX
 */
export async function* readXml(
  file: string,
  chunks: AsyncIterable<Buffer>,
  reader: XmlReader,
): AsyncIterable<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const parser = new SaxesParser({ xmlns: false, position: false })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('doctype', () => {
    throw new XinyuError('IMPORT_XLSX', { file })
  })
  if (reader.open) {
    parser.on('opentag', (tag: SaxesTagPlain) => reader.open!(local(tag.name), tag.attributes))
  }
  if (reader.text) {
    parser.on('text', (text) => reader.text!(text))
    parser.on('cdata', (text) => reader.text!(text))
  }
  if (reader.close) parser.on('closetag', (tag: SaxesTagPlain) => reader.close!(local(tag.name)))
  try {
    for await (const chunk of chunks) {
      parser.write(decoder.decode(chunk, { stream: true }))
      yield
    }
    parser.write(decoder.decode())
    parser.close()
    yield
  } catch (error) {
    if (isXinyuError(error) || (error as NodeJS.ErrnoException).syscall !== undefined) throw error
    throw new XinyuError('IMPORT_XLSX', { file })
  }
}

/** The same for a part that is read as a whole. */
export async function readAllXml(
  file: string,
  chunks: AsyncIterable<Buffer>,
  reader: XmlReader,
): Promise<void> {
  for await (const _ of readXml(file, chunks, reader)) continue
}

/** `_x000D_` in a string stands for a character (ST_Xstring, ECMA-376 part 1, 22.9.2.19). */
export const xstring = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text
