import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'

export const ORGANISERS = ['data_officer'] as const
export const READERS = ['data_officer', 'auditor'] as const
export const tag = 'contest'

/** Names of files are made of numbers and codes: nothing that a header could be broken with. */
export async function sendFile(
  reply: FastifyReply,
  type: string,
  name: string,
  body: string | Buffer | AsyncIterable<Buffer>,
): Promise<void> {
  const whole = typeof body === 'string' || Buffer.isBuffer(body)
  await reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`)
    .header('cache-control', 'private, no-store')
    .send(whole ? body : Readable.from(body))
}

export const CSV = 'text/csv; charset=utf-8'
export const PDF = 'application/pdf'
export const JSON_FILE = 'application/json; charset=utf-8'

/** The address of the space as its officer sees it: printed on certificates. */
export const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`
