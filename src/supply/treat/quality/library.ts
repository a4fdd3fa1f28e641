import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Rule, RulePack } from './model.ts'

const FOLDER = join(import.meta.dirname, 'pack')
const HEAD = 'pack.json'
const OfTable = z.strictObject({ table: z.string(), rules: z.array(Rule) })

const read = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))

function load(): RulePack {
  const tables = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json') && name !== HEAD)
    .sort()
    .map((name) => OfTable.parse(read(name)))
  return RulePack.parse({ ...(read(HEAD) as object), rules: tables.flatMap(({ rules }) => rules) })
}

const SHIPPED = load()

/** The pack as it comes with the program: version 1 in the database; what is corrected is a later version there. */
export const shippedPack = (): RulePack => SHIPPED
