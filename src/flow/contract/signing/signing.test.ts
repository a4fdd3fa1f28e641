import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ContractSpace, contractSpace } from '../../../../test/support/contracts.ts'
import { SUITES, suiteOf } from '../../../safeguard/crypto/index.ts'
import { verifies } from './rules.ts'
import {
  acceptRequest,
  approveRequest,
  contractById,
  contractHash,
  contractIntact,
  endBreached,
  fileContract,
  fileWaiting,
  keyIdOf,
  keyMessage,
  keysOf,
  makeRequest,
  refuseSignature,
  registerKey,
  revokeKey,
  signContract,
  signedMessage,
} from '../index.ts'

let space: ContractSpace
beforeAll(async () => {
  space = await contractSpace()
}, 60_000)
afterAll(() => space?.stop())

const insurer = () => space.officer('insurer')
const bureau = () => space.officer('bureau')
const rowOf = (id: string) =>
  space.core.db.selectFrom('contract').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

const rawPublic = (key: KeyObject): string =>
  Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url').toString('base64')
const signed = (key: KeyObject, message: Buffer): string => sign(null, message, key).toString('base64')

describe.each(SUITES)('a key of the %s family', (name) => {
  test('verifies under its own algorithm alone, in every space', () => {
    const { signature, hash } = suiteOf(name)
    const other = suiteOf(name === 'guomi' ? 'international' : 'guomi').signature
    const key = signature.generate()
    const raw = signature.publicKey(key)
    const message = signedMessage('0'.repeat(64))
    const made = {
      algorithm: signature.name,
      publicKey: raw.toString('base64'),
      value: signature.sign(key, message).toString('base64'),
    }
    expect(verifies(made, message)).toBe(true)
    expect(verifies(made, signedMessage('1'.repeat(64)))).toBe(false)
    expect(verifies({ ...made, algorithm: other.name }, message)).toBe(false)
    expect(verifies({ ...made, publicKey: `${made.publicKey} ` }, message)).toBe(false)
    expect(verifies({ ...made, value: made.value.slice(0, 40) }, message)).toBe(false)
    // Whoever holds the key alone counts the same id, whatever his space works with.
    expect(keyIdOf(raw)).toBe(hash.of(raw).toString('hex').slice(0, 32))
  })
})

describe('signatures', () => {
  test('are over the hash that was read; another hash, a second signature or another body is refused', async () => {
    const { core } = space
    const contract = await space.agreed()
    const sign = (hash: string, who = insurer()) => signContract(core, who, contract.id, { hash })
    await expect(sign('0'.repeat(64))).rejects.toMatchObject({ code: 'CONTRACT_HASH_DIFFERS' })
    await expect(sign(contract.hash, space.officer('other'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(sign(contract.hash, bureau())).rejects.toMatchObject({ code: 'CONTRACT_ALREADY_SIGNED' })
    expect((await sign(contract.hash)).value.state).toBe('active')
    await expect(sign(contract.hash)).rejects.toMatchObject({ code: 'CONTRACT_ALREADY_SIGNED' })
  })

  test('of both bodies at once never lose one, and the last one files', async () => {
    const { core } = space
    const { value } = await acceptRequest(core, bureau(), await space.ask(), null)
    const { hash } = await rowOf(value.contractId!)
    await Promise.all(
      [insurer(), bureau(), insurer(), bureau()].map((who) =>
        signContract(core, who, value.contractId!, { hash }).catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'CONTRACT_ALREADY_SIGNED' })
        }),
      ),
    )
    const row = await rowOf(value.contractId!)
    expect(row.signatures).toHaveLength(2)
    expect(row.state).toBe('active')
  })

  test('are made with a key of the body that only the server may read, one for each body', async () => {
    const file = join(space.core.home, 'keys/bodies', `${insurer().participantId}.key`)
    expect((await stat(file)).mode & 0o077).toBe(0)
    const keys = await keysOf(space.core, insurer().participantId)
    expect(keys.map((key) => [key.label, key.revokedAt])).toEqual([['space', null]])
  })

  test('a key file that was exchanged does not sign', async () => {
    const { core } = space
    const contract = await space.agreed()
    const folder = join(core.home, 'keys/bodies')
    const file = join(folder, `${insurer().participantId}.key`)
    const kept = await readFile(file)
    await writeFile(file, await readFile(join(folder, `${bureau().participantId}.key`)), { mode: 0o600 })
    const sign = () => signContract(core, insurer(), contract.id, { hash: contract.hash })
    await expect(sign()).rejects.toMatchObject({ code: 'BODY_KEY_LOST' })
    await rename(file, `${file}.away`)
    await expect(sign()).rejects.toMatchObject({ code: 'BODY_KEY_LOST' })
    await rm(`${file}.away`)
    await writeFile(file, kept, { mode: 0o600 })
    expect((await sign()).value.state).toBe('active')
  })

  test('refusing voids the contract for good', async () => {
    const { core } = space
    const contract = await space.agreed()
    await expect(refuseSignature(core, bureau(), contract.id, 'signed it')).rejects.toMatchObject({
      code: 'CONTRACT_ALREADY_SIGNED',
    })
    await refuseSignature(core, insurer(), contract.id, 'terms are too narrow')
    expect(await contractById(core, contract.id)).toMatchObject({
      state: 'void',
      voidReason: 'refused',
      statusCode: '0302',
    })
    await expect(signContract(core, insurer(), contract.id, { hash: contract.hash })).rejects.toMatchObject({
      code: 'CONTRACT_STATE',
    })
  })
})

describe('keys that a body keeps itself', () => {
  test('are proven when registered, sign outside, and the space then never signs for the body', async () => {
    const { core } = space
    const partner = space.officer('partner')
    const ask = async () => {
      const { value } = await makeRequest(core, partner, {
        offerId: space.offerId,
        purpose: 'actuarial_pricing',
        project: { title: 'Own key' },
        reason: 'To sign with a key of our own.',
      })
      const made = await approveRequest(core, bureau(), value.id, null)
      return (await contractById(core, made.value.contractId!))!
    }
    const pair = generateKeyPairSync('ed25519')
    const publicKey = rawPublic(pair.publicKey)
    const input = { algorithm: 'ed25519' as const, publicKey, title: 'HSM' }
    const proof = signed(pair.privateKey, keyMessage(partner.participantId))
    const stolen = signed(pair.privateKey, keyMessage(insurer().participantId))
    await expect(registerKey(core, partner, { ...input, proof: stolen })).rejects.toMatchObject({
      code: 'BODY_KEY_INVALID',
    })
    const { keyId, id } = (await registerKey(core, partner, { ...input, proof })).value
    await expect(registerKey(core, partner, { ...input, proof })).rejects.toMatchObject({
      code: 'BODY_KEY_KNOWN',
    })

    const contract = await ask()
    const { hash } = contract
    await expect(signContract(core, partner, contract.id, { hash })).rejects.toMatchObject({
      code: 'CONTRACT_SIGN_OUTSIDE',
    })
    const wrong = { keyId, value: signed(pair.privateKey, Buffer.from(hash)) }
    await expect(signContract(core, partner, contract.id, { hash, signature: wrong })).rejects.toMatchObject({
      code: 'CONTRACT_SIGNATURE_INVALID',
    })
    const value = signed(pair.privateKey, signedMessage(hash))
    const done = await signContract(core, partner, contract.id, { hash, signature: { keyId, value } })
    expect(done.value.state).toBe('active')
    expect((await contractById(core, contract.id))!.signatures[1]).toMatchObject({
      label: 'external',
      valid: true,
    })

    // A revoked key signs no more; what it signed before stays valid.
    await revokeKey(core, partner, id)
    expect((await contractById(core, contract.id))!.intact).toBe(true)
    const next = await ask()
    const late = { keyId, value: signed(pair.privateKey, signedMessage(next.hash)) }
    await expect(
      signContract(core, partner, next.id, { hash: next.hash, signature: late }),
    ).rejects.toMatchObject({ code: 'CONTRACT_SIGNATURE_INVALID' })
  })

  test('a provider that signs outside agrees all the same; its contract then waits for the signature', async () => {
    const { core } = space
    const pair = generateKeyPairSync('ed25519')
    const input = { algorithm: 'ed25519' as const, publicKey: rawPublic(pair.publicKey), title: 'HSM' }
    const proof = signed(pair.privateKey, keyMessage(bureau().participantId))
    const { keyId, id } = (await registerKey(core, bureau(), { ...input, proof })).value
    const made = await approveRequest(core, bureau(), await space.ask(), null)
    const contract = (await contractById(core, made.value.contractId!))!
    expect(contract).toMatchObject({ state: 'signing', signatures: [] })
    const value = signed(pair.privateKey, signedMessage(contract.hash))
    await signContract(core, bureau(), contract.id, { hash: contract.hash, signature: { keyId, value } })
    expect((await signContract(core, insurer(), contract.id, { hash: contract.hash })).value.state).toBe(
      'active',
    )
    await revokeKey(core, bureau(), id)
  })

  test('a revoked key of the space is destroyed and followed by another', async () => {
    const { core } = space
    const [key] = await keysOf(core, insurer().participantId)
    await revokeKey(core, insurer(), key!.id)
    const contract = await space.active()
    expect(contract.state).toBe('active')
    const keys = await keysOf(core, insurer().participantId)
    expect(new Set(keys.map((one) => one.keyId)).size).toBe(2)
    await expect(revokeKey(core, bureau(), keys[0]!.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('integrity', () => {
  test('whoever rewrites a row is found out: terms, hash, columns, signatures, keys', async () => {
    const contract = await space.active()
    const row = await rowOf(contract.id)
    expect(contractIntact(row)).toEqual({ intact: true, why: '' })
    const terms = { ...row.terms, policy: { ...row.terms.policy, maxRuns: 1_000_000 } }
    const [first, second] = row.signatures
    const pair = generateKeyPairSync('ed25519')
    const publicKey = rawPublic(pair.publicKey)
    const forged = { ...second!, publicKey, value: signed(pair.privateKey, signedMessage(row.hash)) }
    const rewritten = [
      { ...row, terms },
      { ...row, terms, hash: contractHash(terms) },
      { ...row, max_runs: 1_000_000 },
      { ...row, until_at: row.until_at + 1 },
      { ...row, consumer_id: row.provider_id },
      { ...row, authority_id: row.id },
      { ...row, signatures: [first!] },
      { ...row, signatures: [first!, { ...second!, value: first!.value }] },
      { ...row, signatures: [first!, forged] },
      { ...row, signatures: [first!, { ...second!, algorithm: 'none' as never }] },
      { ...row, signatures: [first!, { ...second!, publicKey: '' }] },
      { ...row, terms: { ...row.terms, v: 1 as never } },
    ]
    for (const one of rewritten) expect(contractIntact(one as never).intact).toBe(false)
  })

  test('a contract in force that was rewritten in the database ends by rule', async () => {
    const { core } = space
    const contract = await space.active()
    await core.db.updateTable('contract').set({ max_runs: 5000 }).where('id', '=', contract.id).execute()
    expect(await endBreached(core)).toBe(1)
    expect(await contractById(core, contract.id)).toMatchObject({ state: 'ended', endReason: 'rule' })
  })

  test('a signature with a key that is not registered for the body is not filed', async () => {
    const { core } = space
    const contract = await space.agreed()
    const manual = {
      ...core,
      config: { ...core.config, flow: { ...core.config.flow, filing: 'manual' as const } },
    }
    await signContract(manual, insurer(), contract.id, { hash: contract.hash })
    const row = await rowOf(contract.id)
    expect(row.state).toBe('filing')
    // A key made by whoever holds the database alone: it verifies, and nobody registered it.
    const pair = generateKeyPairSync('ed25519')
    const publicKey = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x!, 'base64url')
    const forged = {
      ...row.signatures[1]!,
      algorithm: 'ed25519',
      keyId: keyIdOf(publicKey),
      publicKey: publicKey.toString('base64'),
      value: signed(pair.privateKey, signedMessage(row.hash)),
    }
    const signatures = JSON.stringify([row.signatures[0], forged])
    await core.db.updateTable('contract').set({ signatures }).where('id', '=', contract.id).execute()
    expect(contractIntact(await rowOf(contract.id)).intact).toBe(true)
    await expect(fileContract(manual, space.officer('operator'), contract.id)).rejects.toMatchObject({
      code: 'CONTRACT_FILING_FAILED',
    })
    await fileWaiting(core)
    expect(await contractById(core, contract.id)).toMatchObject({ state: 'void', voidReason: 'filing' })
  })

  test('filing by hand is for data officers of the operator, and once', async () => {
    const { core } = space
    const contract = await space.agreed()
    const manual = {
      ...core,
      config: { ...core.config, flow: { ...core.config.flow, filing: 'manual' as const } },
    }
    await signContract(manual, insurer(), contract.id, { hash: contract.hash })
    expect(await fileWaiting(manual)).toBe(0)
    await expect(fileContract(manual, bureau(), contract.id)).rejects.toMatchObject({
      code: 'BODY_ROLE_MISSING',
    })
    expect((await fileContract(manual, space.officer('operator'), contract.id)).value.state).toBe('active')
    await expect(fileContract(manual, space.officer('operator'), contract.id)).rejects.toMatchObject({
      code: 'CONTRACT_STATE',
    })
  })
})
