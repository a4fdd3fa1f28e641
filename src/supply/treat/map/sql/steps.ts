/** Something that stands in SQL as soon as the steps up to its level are made. */
export interface Ref {
  readonly sql: string
  readonly level: number
}

/**
 * A row on its way: each level adds columns to the one below, so that every step is written, and done, once however
 * often it is used. Without it a sum of amounts would carry the text of its parts a hundredfold.
 */
export interface Steps {
  /** A column with this value, one level above what it needs; the same one for the same value. */
  bind(ref: Ref): Ref
  /** The column of another relation whose rows meet the statement; `{n}` stands for the relation. */
  join(rows: string, test: Ref, column: string): Ref
  /** The rows with all columns, as a relation called `s`. */
  from(base: string): string
}

interface Level {
  readonly columns: string[]
  readonly joins: string[]
}

export function createSteps(): Steps {
  const levels: Level[] = []
  const known = new Map<string, Ref>()
  let count = 0
  const at = (level: number): Level => {
    while (levels.length < level) levels.push({ columns: [], joins: [] })
    return levels[level - 1]!
  }
  return {
    bind({ sql, level }) {
      const before = known.get(sql)
      if (before) return before
      const name = `__x${count++}`
      at(level + 1).columns.push(`${sql} AS ${name}`)
      const made = { sql: `s.${name}`, level: level + 1 }
      known.set(sql, made)
      return made
    },
    join(rows, test, column) {
      const key = `${rows}\n${test.sql}\n${column}`
      const before = known.get(key)
      if (before) return before
      const name = `__j${count++}`
      const level = at(test.level + 1)
      level.joins.push(
        `LEFT JOIN ${rows.replace('{n}', () => name)} ON ${test.sql.replaceAll('{n}', () => name)}`,
      )
      level.columns.push(`${column.replace('{n}', () => name)} AS ${name}v`)
      const made = { sql: `s.${name}v`, level: test.level + 1 }
      known.set(key, made)
      return made
    },
    from: (base) =>
      levels.reduce(
        (inner, { columns, joins }) =>
          `(SELECT s.*, ${columns.join(', ')} FROM ${inner} s ${joins.join(' ')})`,
        `(${base})`,
      ),
  }
}
