import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ContractSpace, contractSpace } from '../../../../test/support/contracts.ts'
import { pdfText } from '../../../../test/support/pdf-text.ts'
import { canonical } from '../../../kernel/canonical.ts'
import { verifyReceipt } from '../../../safeguard/evidence/verifier/index.ts'
import {
  changeContract,
  contractById,
  contractHash,
  contractPdf,
  type ContractView,
  counterRequest,
  acceptRequest,
  destroyDerived,
  destructionProof,
  odrlOf,
  signContract,
  tc609Of,
  termsFromOdrl,
  termsFromTc609,
  timelineOf,
  verifyByCode,
} from '../index.ts'

let space: ContractSpace
let contract: ContractView
beforeAll(async () => {
  space = await contractSpace()
  const { core, officer } = space
  const id = await space.ask()
  const policy = space.policy({ maxRuns: 12, obligations: [{ action: 'delete' }] })
  await counterRequest(core, officer('bureau'), id, { policy, comment: 'twelve runs, then delete' })
  const { value } = await acceptRequest(core, officer('insurer'), id, null)
  const { hash } = (await contractById(core, value.contractId!))!
  for (const body of ['insurer', 'bureau'] as const)
    await signContract(core, officer(body), value.contractId!, { hash })
  contract = (await contractById(core, value.contractId!))!
}, 60_000)
afterAll(() => space?.stop())

describe('a contract as others read it', () => {
  test('ODRL and TC609 give back the same terms and the same hash', () => {
    expect(contract.state).toBe('active')
    const odrl: unknown = JSON.parse(canonical(odrlOf(contract.terms)))
    expect(termsFromOdrl(odrl)).toEqual(contract.terms)
    const tc609 = tc609Of({ ...contract, signatures: [] })
    expect(contractHash(termsFromTc609(JSON.parse(JSON.stringify(tc609))))).toBe(contract.hash)
    expect(tc609).toMatchObject({
      contractId: contract.number,
      contractStatus: '05',
      contractHash: contract.hash,
    })
    // A changed number is another contract, or none.
    expect(() => termsFromTc609({ ...tc609, expansionItem: '{}' })).toThrow(/Not a form/)
    const other = termsFromTc609({ ...tc609, contractName: 'Another' })
    expect(contractHash(other)).not.toBe(contract.hash)
  })

  test('the timeline tells every step in the order of the log', async () => {
    const { items, counts, more } = await timelineOf(space.core, space.officer('insurer'), contract.id)
    expect(items.map((item) => [item.phase, item.kind, item.version])).toEqual([
      ['negotiation', 'request.made', 1],
      ['negotiation', 'request.countered', 2],
      ['negotiation', 'contract.agreed', null],
      ['signing', 'contract.signed', null],
      ['signing', 'contract.signed', null],
      ['filing', 'contract.filed', null],
      ['filing', 'contract.started', null],
    ])
    expect(counts['contract.signed']).toBe(2)
    expect(more).toBe(false)
    const leaves = items.map((item) => item.leaf)
    expect(leaves).toEqual([...leaves].sort((a, b) => a - b))
    await expect(timelineOf(space.core, space.officer('other'), contract.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  test('the code of a printed contract says no more than it should, and another code nothing', async () => {
    const said = await verifyByCode(space.core, contract.verificationCode!)
    expect(Object.keys(said).sort()).toEqual(['hash', 'intact', 'number', 'parties', 'state'])
    expect(said).toMatchObject({
      number: contract.number,
      hash: contract.hash,
      state: 'active',
      intact: true,
    })
    expect(said.parties).toEqual([
      { name: 'bureau', signatureValid: true, label: 'space' },
      { name: 'insurer', signatureValid: true, label: 'space' },
    ])
    await expect(verifyByCode(space.core, 'A'.repeat(16))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('the PDF holds number, hash, both readings, signatures and code as text', {
    timeout: 60_000,
  }, async () => {
    const bytes = await contractPdf(contract, 'https://space.example')
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    const squeeze = (text: string) => text.replaceAll(/\s+/g, '')
    // The foot of a page stands in the middle of what runs over it.
    const foot = new RegExp(`${contract.number.replace('*', '\\*')}${contract.hash.slice(0, 16)}\\d/\\d`, 'g')
    const text = squeeze(pdfText(bytes)).replaceAll(foot, '')
    const code = contract.verificationCode!
    for (const expected of [
      contract.number,
      contract.hash,
      contract.terms.textZh,
      contract.terms.textEn,
      'bureau',
      '提供方',
      `verify-contract?code=${code}`,
      '有效valid',
    ])
      expect(text).toContain(squeeze(expected))
  })

  test('the same text comes out of pdftotext', { timeout: 60_000 }, async ({ skip }) => {
    try {
      execFileSync('pdftotext', ['-v'], { stdio: 'ignore' })
    } catch {
      skip('pdftotext is not installed (poppler-utils)')
    }
    const bytes = await contractPdf(contract, 'https://space.example')
    const text = execFileSync('pdftotext', ['-', '-'], { input: bytes }).toString()
    expect(text.replaceAll(/\s+/g, '')).toContain(contract.number)
  })
})

describe('the end', () => {
  test('destroys what was derived and proves it to anybody', async () => {
    const { core, officer } = space
    await expect(destructionProof(core, officer('insurer'), contract.id)).rejects.toMatchObject({
      code: 'CONTRACT_NOT_ENDED',
    })
    await changeContract(core, officer('insurer'), contract.id, 'end', 'project is over')
    await expect(destructionProof(core, officer('insurer'), contract.id)).rejects.toMatchObject({
      code: 'CONTRACT_NOT_DESTROYED',
    })
    const asked: string[] = []
    const destroyers = {
      outputs: async (id: string) => {
        asked.push(id)
        return [{ run: '00000000-0000-7000-8000-000000000001', digest: 'ab' }]
      },
    }
    expect(await destroyDerived(core, destroyers, contract.id)).toBe(true)
    expect(await destroyDerived(core, destroyers, contract.id)).toBe(false)
    // Outputs go because the contract owes `delete`; its proof is one entry, made once.
    expect(asked).toEqual([contract.id])
    const receipt = await destructionProof(core, officer('bureau'), contract.id)
    expect(verifyReceipt(receipt, { vkey: core.evidence.vkey() }).ok).toBe(true)
    const { payload } = JSON.parse(receipt.toString()) as { payload: { body: Record<string, unknown> } }
    expect(payload.body).toMatchObject({ hash: contract.hash, number: contract.number, outputsOwed: true })
    expect((await contractById(core, contract.id))?.destroyedAt).toBe(space.clock.now())
  })
})
