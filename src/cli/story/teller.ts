import type { Core } from '../../safeguard/evidence/index.ts'

/** Prints the story: numbered steps, each with the place of its evidence in the log. */
export interface Teller {
  /** `subject`: an id that the step's evidence is about. */
  step(zh: string, en: string, subject: string): Promise<void>
  line(text: string): void
  end(ok: boolean): void
}

export function createTeller(core: Core, json: boolean): Teller {
  const steps: { n: number; zh: string; en: string; leaves: number[]; lines: string[] }[] = []
  const say = (text: string) => {
    if (!json) console.log(text)
  }
  return {
    async step(zh, en, subject) {
      const leaves = (await core.evidence.leavesAbout([subject])).map((entry) => entry.leaf)
      const n = steps.length + 1
      steps.push({ n, zh, en, leaves, lines: [] })
      say(`${n}. ${zh}  ${en}   ◈ ${leaves.map((leaf) => `#${leaf}`).join(' ')}`)
    },
    line(text) {
      steps.at(-1)?.lines.push(text)
      say(text)
    },
    end(ok) {
      if (json) console.log(JSON.stringify({ ok, steps }, null, 2))
    },
  }
}
