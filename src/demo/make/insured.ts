import type { DemoInsured } from '../../flow/consent/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { findPerson, personKeys } from '../../supply/source/index.ts'
import { createPersonMaker, type Person } from '../person.ts'
import { fromBytes } from '../text.ts'
import { createWorld } from '../world.ts'

const SHANGHAI = 0
/** Persons that are looked at; some hold planted errors, so that the register does not know them by number and name. */
const CANDIDATES = 400

type About = DemoInsured['about']

/** Who shows what, in the order of the sign-in page. */
const PARTS: readonly { about: About; fits(person: Person): boolean }[] = [
  { about: 'asked', fits: (p) => adult(p) && p.paused === 0 && p.death === 0 && p.insutype === '310' },
  { about: 'plain', fits: (p) => adult(p) && p.paused === 0 && p.death === 0 && p.insutype === '390' },
  { about: 'paused', fits: (p) => adult(p) && p.paused > 0 && p.death === 0 },
  { about: 'minor', fits: (p) => p.age < 16 && p.death === 0 && p.paused === 0 },
]
const adult = (person: Person): boolean => person.age >= 25 && person.age < 60

/**
 * Made-up persons of Shanghai whom the insured door knows, with what they come in by. Made anew from the seed each time:
 * nothing is stored, and every one of them is synthetic.
 */
export async function demoInsured(core: Core): Promise<DemoInsured[]> {
  const { seed, persons } = core.config.demo
  const world = createWorld(seed, persons)
  const maker = createPersonMaker(world)
  const keys = await personKeys(core)
  const open = [...PARTS]
  const found: DemoInsured[] = []
  for (let j = 0; j < Math.min(CANDIDATES, world.natives[SHANGHAI]!) && open.length > 0; j++) {
    const person = maker.make(SHANGHAI, SHANGHAI, j)
    const part = open.find((one) => one.fits(person))
    if (!part) continue
    const name = fromBytes(person.name)
    const { certno } = person
    const known = await findPerson(core, { certKey: keys.certno(certno), nameKey: keys.name(certno, name) })
    if (!known) continue
    found.push({ name, certno, about: part.about })
    open.splice(open.indexOf(part), 1)
  }
  return found.toSorted((a, b) => order(a.about) - order(b.about))
}

const order = (about: About): number => PARTS.findIndex((part) => part.about === about)
