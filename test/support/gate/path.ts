import { systemRandom } from '../../../src/kernel/random.ts'
import { type CheckedBase, checkBases, type RawBase } from '../../../src/use/check/index.ts'
import { type Fixture, openFixture } from '../../../src/use/gate/fixture.ts'
import { createGate } from '../../../src/use/gate/index.ts'
import type { Answer, GrantTerms } from '../../../src/use/run/index.ts'
import type { Library } from './library.ts'

/** What history would do between check and answer. */
export type Settle = (
  bases: readonly { readonly raw: RawBase; readonly checked: CheckedBase }[],
) => Promise<readonly CheckedBase[]>

/** The path of a question without server: gate, engine's library, check, history where there is one, answer. */
export interface Path {
  /** @throws XinyuError of the gate */
  ask(sql: string, terms: GrantTerms, settle?: Settle): Promise<Answer & { readonly elapsedMs: number }>
  close(): Promise<void>
}

export async function openPath(library: Library): Promise<Path> {
  const fixture: Fixture = await openFixture({ warmChildren: 0 })
  const gate = createGate({ parse: (sql) => fixture.engine.parse(sql), query: (work) => library.query(work) })
  return {
    async ask(sql, terms, settle) {
      const prepared = await gate.prepare({ sql }, terms)
      const { bases, elapsedMs } = await prepared.execute(new AbortController().signal)
      const checked = checkBases(bases, terms.rules, systemRandom).bases
      const released = settle
        ? await settle(bases.map((raw, at) => ({ raw, checked: checked[at]! })))
        : checked
      return { ...prepared.finish(released), elapsedMs }
    },
    close: () => fixture.close(),
  }
}
