import { createHash, randomUUID } from 'node:crypto'
import { digestOf } from '../../../src/safeguard/crypto/index.ts'
import type { Client } from '../client.ts'
import { introOf, titleOf } from './entrants.ts'

interface WorkView {
  readonly draft: number
}

/** A small PDF without metadata: one page with one line. */
export function pdfOf(line: string): Buffer {
  const stream = `BT /F1 12 Tf 40 780 Td (${line}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const start = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
  for (const place of places) text += `${String(place).padStart(10, '0')} 00000 n \n`
  return Buffer.from(
    `${text}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    'latin1',
  )
}

/** Writes and hands in a work of a round by its captain. */
export async function handIn(
  captain: Client,
  contestId: string,
  round: string,
  at: number,
  more: Readonly<Record<string, string>> = {},
): Promise<{ digest: string; version: number }> {
  const url = `/contest/contests/${contestId}/work/${round}`
  const bytes = pdfOf(`Method ${createHash('sha256').update(`${round} ${at}`).digest('hex')}`)
  const made = await captain.post<{ id: string }>(`${url}/files`, {
    field: 'proposal',
    name: 'proposal.pdf',
    bytes: bytes.length,
    digest: digestOf(bytes),
  })
  const sent = await captain.raw(`/contest/files/${made.id}?offset=0`, {
    method: 'PUT',
    body: new Uint8Array(bytes),
    headers: { 'content-type': 'application/octet-stream' },
  })
  if (!sent.ok) throw new Error(`a piece was refused: ${await sent.text()}`)
  await captain.post(`/contest/files/${made.id}/finish`)
  const { draft } = await captain.get<WorkView>(url)
  const saved = await captain.put<{ draft: number }>(url, {
    fields: { title: titleOf(at), abstract: introOf(at), ...more },
    draft,
  })
  return captain.post(`${url}/submit`, { key: randomUUID(), draft: saved.draft })
}
