import fc from 'fast-check'
import { expect, test } from 'vitest'
import { policyArbitrary } from '../../../../test/support/policy.ts'
import { canonical } from '../../../kernel/canonical.ts'
import { contractNumber } from '../../../kernel/identifier.ts'
import { PURPOSES, renderPolicy } from '../../policy/index.ts'
import { ContractTerms } from '../model.ts'
import { contractHash } from '../rules.ts'
import { odrlOf, tc609Of, termsFromOdrl, termsFromTc609 } from './readings.ts'

/** Must-show 3: one contract, three readings, one hash; a round trip loses nothing. */

const uuid = fc.uuid({ version: 7 })
const instant = fc.integer({ min: 1_750_000_000_000, max: 4_000_000_000_000 })
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/)
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((one) => one.trim() !== '')

const party = (role: '01' | '02' | '03') =>
  fc.record({
    participantId: uuid,
    uscc: fc.stringMatching(/^[0-9A-Z]{18}$/),
    name: text,
    role: fc.constant(role),
  })

const terms: fc.Arbitrary<ContractTerms> = fc
  .record({
    contractId: uuid,
    name: text,
    abstract: fc.string({ unit: 'grapheme', maxLength: 60 }),
    offerId: uuid,
    productId: uuid,
    tables: fc.dictionary(word, uuid, { maxKeys: 3 }),
    projectId: uuid,
    providerId: uuid,
    consumerId: uuid,
    parties: fc.tuple(party('01'), party('02'), party('03')).map(([a, b, c]) => [a, b, c]),
    signMode: fc.constantFrom('01' as const, '02' as const),
    purpose: fc.constantFrom(...PURPOSES),
    policy: policyArbitrary,
    authorityId: fc.option(uuid),
    agreedAt: instant,
    serial: fc.stringMatching(/^[0-9A-Z]{8}$/),
  })
  .map(({ serial, ...rest }) => {
    const { zh, en } = renderPolicy(rest.policy)
    const at = rest.agreedAt
    const number = contractNumber({ uscc: '12310000MB2F00016W', area: '3100', at, serial })
    return ContractTerms.parse({ v: 2, ...rest, number, textZh: zh, textEn: en })
  })

/** As they travel and as the database gives them back: written as JSON, keys in another order. */
const travelled = (value: unknown): unknown => JSON.parse(canonical(value))

test('portal, ODRL and TC609 give back the same terms and one hash', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(terms, (contract) => {
      const hash = contractHash(contract)
      const portal = ContractTerms.parse(travelled(contract))
      const odrl = termsFromOdrl(travelled(odrlOf(contract)))
      const tc609 = termsFromTc609(
        travelled(tc609Of({ terms: contract, hash, statusCode: '03', signatures: [] })),
      )
      expect(odrl).toEqual(contract)
      expect(tc609).toEqual(contract)
      expect([portal, odrl, tc609].map((one) => contractHash(one))).toEqual([hash, hash, hash])
    }),
    { numRuns: 100 },
  )
})

test('any change of a term changes the hash', () => {
  fc.assert(
    fc.property(
      terms,
      fc.constantFrom('purpose', 'abstract', 'agreedAt', 'policy', 'textZh'),
      (contract, key) => {
        const changed = {
          ...contract,
          ...(key === 'agreedAt' ? { agreedAt: contract.agreedAt + 1 } : {}),
          ...(key === 'abstract' ? { abstract: `${contract.abstract}.` } : {}),
          ...(key === 'textZh' ? { textZh: `${contract.textZh}。` } : {}),
          ...(key === 'purpose' ? { purpose: PURPOSES.find((one) => one !== contract.purpose)! } : {}),
          ...(key === 'policy'
            ? { policy: { ...contract.policy, minGroup: contract.policy.minGroup + 1 } }
            : {}),
        }
        expect(contractHash(changed)).not.toBe(contractHash(contract))
      },
    ),
    { numRuns: 100 },
  )
})
