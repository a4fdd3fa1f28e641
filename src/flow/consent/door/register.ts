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
    const code = sixDigits(core.random.bytes(8))
    return { personKey, insured: found?.person ?? null, code, shown: code }
  },
}

/** Eight bytes make the leaning to low numbers smaller than one in 10¹³. */
const sixDigits = (bytes: Uint8Array): string =>
  String(Buffer.from(bytes).readBigUInt64BE() % 1_000_000n).padStart(6, '0')
