import type { Parts, Printed } from './base.ts'
import { fromWhere, relationsOf } from './relation.ts'

const TABLE = '__picked'

/**
 * The rows of a base with its keys and arguments, worked out once: values, institutions and members each read them.
 * Only where something is left out or added up before: a bare table is read as fast again, and takes no room.
 */
export function picked(parts: Parts): { parts: Parts; steps: Printed['steps'] } {
  if (!isWorth(parts)) return { parts, steps: [] }
  const { body, keys, arguments: args } = parts
  const columns = [
    ...keys.map((key, index) => `${key} AS k${index}`),
    ...args.flatMap((argument, index) => (argument === null ? [] : [`${argument} AS a${index}`])),
    ...(body.person === null ? [] : [`${body.person} AS p`]),
    ...body.institutions.map((place, index) => `${place} AS i${index}`),
  ]
  const at = (name: string) => `t.${name}`
  return {
    parts: {
      ...parts,
      keys: keys.map((_, index) => at(`k${index}`)),
      arguments: args.map((argument, index) => (argument === null ? null : at(`a${index}`))),
      body: {
        from: `${TABLE} AS t`,
        where: [],
        person: body.person === null ? null : at('p'),
        institutions: body.institutions.map((_, index) => at(`i${index}`)),
      },
    },
    steps: [{ name: TABLE, sql: `SELECT ${columns.join(', ')} ${fromWhere(body)}` }],
  }
}

const isWorth = ({ base, body }: Parts): boolean =>
  body.where.length > 0 ||
  relationsOf(base.input).some(
    (one) => one.op === 'perPerson' || one.op === 'union' || (one.op === 'scan' && Boolean(one.rows)),
  )
