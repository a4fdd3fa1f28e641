import { sixDigits } from '../../../safeguard/identity/index.ts'
import { findPerson, personKeys } from '../../../supply/source/index.ts'
import type { IdentityProof } from './proof.ts'

/**
 * Name and identity number, compared inside the domain with the registers of persons that were landed, and a one-time
 * code. For demo spaces: no gateway sends messages here, so the code is shown on the screen and says so.
 */
export const registerProof: IdentityProof = {
  driver: 'register',
  level: 'demo',
  async begin(core, claim) {
    const keys = await personKeys(core)
    const personKey = keys.certno(claim.certno)
    const found = await findPerson(core, { certKey: personKey, nameKey: keys.name(claim.certno, claim.name) })
    const code = sixDigits(core.random)
    return { personKey, insured: found?.person ?? null, code, shown: code }
  },
}
