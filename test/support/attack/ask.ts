import type { Shown } from '../../../src/use/check/index.ts'

/** What an attacker gets to see of one question: rows or a refusal, and the time that he is told. */
export interface Seen {
  readonly rows: readonly (readonly Shown[])[]
  readonly refused: string | null
  readonly toldMs: number
}

/** A door with a budget of questions. What is beyond it, or comes after the project was closed, is answered by nothing. */
export interface Door {
  ask(sql: string): Promise<Seen>
  readonly asked: number
  readonly left: number
}

export const NOTHING: Seen = { rows: [], refused: 'no question left', toldMs: 0 }

export function doorOf(budget: number, answer: (sql: string) => Promise<Seen>): Door {
  let asked = 0
  return {
    async ask(sql) {
      if (asked >= budget) return NOTHING
      asked++
      return answer(sql)
    },
    get asked() {
      return asked
    },
    get left() {
      return budget - asked
    },
  }
}

/** The first number of the first row; null where it is withheld, missing or refused. */
export function numberIn({ rows }: Seen): number | null {
  const found = rows[0]?.find((value) => typeof value === 'number')
  return typeof found === 'number' ? found : null
}

/** The number in the last place of the row whose first place is this text. */
export function numberOf({ rows }: Seen, key: string | null): number | null {
  const value = rows.find(([first]) => first === key)?.at(-1)
  return typeof value === 'number' ? value : null
}
