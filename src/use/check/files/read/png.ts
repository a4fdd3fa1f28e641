import { crc32 } from 'node:zlib'
import type { Look } from '../look/look.ts'
import { within } from '../look/place.ts'
import { lookAtText } from '../rules/text.ts'
import { inflate } from './inflate.ts'
import { lookAtPixels } from './pixels.ts'
import { type PngHead, samplesOf } from './png-samples.ts'
import type { Reading } from './reading.ts'
import { textOf } from './text-of.ts'

/** Chunks that draw or tell of colours and sizes (PNG 1.2, APNG left out). */
const DRAWING = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'sBIT',
  'bKGD',
  'pHYs',
  'hIST',
  'tIME',
  'cICP',
])
/** A drawing of one colour packs as well as anything can (zlib: 1032). */
const FLAT = 1_100
/** Programs write their own name; longer texts are no name. */
const PROGRAM = /^(?:Software|Creation Time|date:create|date:modify)\0[\x20-\x7e]{0,120}$/

/** PNG: only what draws may be in it; texts and unknown chunks are metadata, and all of them are looked at. */
export function readPng({ look, bytes, place }: Reading): void {
  look.forPeople = true
  const data: Buffer[] = []
  let head: PngHead | null = null
  let at = 8
  let ended = false
  look.looked('image-metadata')
  look.looked('trailing-bytes')
  while (at + 12 <= bytes.length && !ended) {
    const length = bytes.readUInt32BE(at)
    if (at + 12 + length > bytes.length) break
    const kind = bytes.subarray(at + 4, at + 8).toString('latin1')
    const body = bytes.subarray(at + 8, at + 8 + length)
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== bytes.readUInt32BE(at + 8 + length)) break
    at += 12 + length
    if (kind === 'IHDR' && length === 13) head = headOf(body)
    else if (kind === 'IDAT') data.push(body)
    else if (kind === 'IEND') ended = true
    else if (!DRAWING.has(kind)) lookAtChunk(look, kind, body, place)
  }
  if (!ended) return look.found('unreadable', within(place, `byte ${at}`))
  if (at < bytes.length) {
    look.found('trailing-bytes', within(place, 'after IEND'))
    look.defer(bytes.subarray(at), within(place, 'after IEND'))
  }
  if (!head || head.width * head.height > look.limits.pixels)
    return look.found('archive-bomb', within(place, 'pixels'))
  const packed = Buffer.concat(data)
  const plain = inflate(look, 'zlib', packed, within(place, 'pixels'), FLAT)
  const samples = plain && samplesOf(head, plain)
  if (!samples) return look.found('unreadable', within(place, 'pixels'))
  if (plain.length > samples.used) look.found('trailing-bytes', within(place, 'pixels'))
  lookAtPixels(look, samples, within(place, 'pixels'))
}

const headOf = (body: Buffer): PngHead => ({
  width: body.readUInt32BE(0),
  height: body.readUInt32BE(4),
  depth: body[8]!,
  colour: body[9]!,
  interlaced: body[12] !== 0,
})

function lookAtChunk(look: Look, kind: string, body: Buffer, place: string): void {
  const here = within(place, `chunk ${/^[A-Za-z]{4}$/.test(kind) ? kind : '?'}`)
  if (kind === 'tEXt' && PROGRAM.test(body.toString('latin1'))) return
  if (kind === 'iCCP') return
  look.found('image-metadata', here)
  const start = body.indexOf(0)
  const packed =
    kind === 'zTXt'
      ? body.subarray(start + 2)
      : kind === 'iTXt' && body[start + 1] === 1
        ? body.subarray(body.indexOf(0, body.indexOf(0, start + 3) + 1) + 1)
        : null
  const plain = packed ? inflate(look, 'zlib', packed, here) : body
  const text = plain && textOf(Buffer.from(plain.map((byte) => (byte === 0 ? 32 : byte))))
  if (text) lookAtText(look, text, () => here)
  else if (plain && plain.length > 0) look.defer(plain, here)
}
